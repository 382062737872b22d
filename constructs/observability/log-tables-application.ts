import { columnsOf, type LogFormat } from './log-tables-columns';

/**
 * What subscription filters send: one row per batch of events, with the names of its log group and stream. To get a row
 * per event: `SELECT loggroup, logstream, event.message FROM application_logs CROSS JOIN UNNEST(logevents) AS t(event)`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/openx-json-serde.html
 */
export const APPLICATION_EVENTS: LogFormat = {
  description: 'Events of log groups, one row per batch',
  columns: [
    ...columnsOf('messagetype string, owner string, loggroup string, logstream string'),
    { name: 'subscriptionfilters', type: 'array<string>' },
    { name: 'logevents', type: 'array<struct<id:string,timestamp:bigint,message:string>>' },
  ],
  serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
  serdeParameters: { 'case.insensitive': 'TRUE', 'ignore.malformed.json': 'FALSE' },
};
