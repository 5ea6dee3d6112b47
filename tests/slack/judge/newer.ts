// What Slack's own documents describe and @slack/types 3.2.0 does not know. Source: docs.slack.dev, Block Kit reference.
import type { Button, EntityMetadata, HomeView, KnownBlock, MessageAttachment, ModalView } from '@slack/types';
import type { RawNumberElement, RawTextElement, TextObject } from '@slack/types';

// A block of a kind that is not known is refused here; @slack/types takes it in views and attachments.
export type Message = { blocks: KnownBlock[] };
export type View = (Omit<HomeView, 'blocks'> | Omit<ModalView, 'blocks'>) & { blocks: KnownBlock[] };
export type Unfurls = Record<string, Omit<MessageAttachment, 'blocks'> & { blocks?: KnownBlock[] }>;
export type Entity = EntityMetadata;

type Point = { label: string; value: number };
type Axial = {
  type: 'bar' | 'area' | 'line';
  series: { name: string; data: Point[] }[];
  axis_config: { categories: string[]; x_label?: string; y_label?: string };
};
export type DataVisualization = {
  type: 'data_visualization';
  title: string;
  block_id?: string;
  chart: { type: 'pie'; segments: Point[] } | Axial;
};

export type ActionCell = { type: 'action_cell'; element: Button; fallback?: RawTextElement | RawNumberElement };

type Style = { bold?: boolean; italic?: boolean; strike?: boolean; highlight?: boolean; underline?: boolean };
type Color = 'gray' | 'brown' | 'purple' | 'indigo' | 'blue' | 'green' | 'yellow' | 'orange' | 'red';
export type Tag = { type: 'tag'; text: string; color?: Color; style?: Style };
export type Citation = {
  type: 'citation';
  url: string;
  text: string;
  index: number;
  details:
    | { citation_type: 'web'; display_name?: string; title?: string; snippet?: string }
    | { citation_type: 'file'; descriptor?: string; file_id?: string }
    | { citation_type: 'external'; app_name?: string; app_icon_url?: string };
  from_llm?: boolean;
  is_slack_url?: boolean;
};

export type Level = 1 | 2 | 3 | 4;
export type Subtext = TextObject;
export type AgentPrompt = string;
