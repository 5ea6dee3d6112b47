"""Pictures of what was found: values in, a PNG and its words out. Matplotlib draws them, where it is installed."""
