"""What the documents' door does: from paths and addresses to arrivals, from an ingest's report to words and JSON."""
