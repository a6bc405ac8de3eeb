import { styleText } from 'node:util';

export type Format = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/** Colours text where the stream is a terminal and NO_COLOR is not set. */
export function style(stream: NodeJS.WriteStream, format: Format, text: string): string {
  return styleText(format, text, { stream });
}
