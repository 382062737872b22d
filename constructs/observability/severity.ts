/** How urgently an alarm needs a person. */
export enum Severity {
  /** Users notice, or will within the hour: somebody is woken up. */
  PAGE = 'page',
  /** It can wait for the next working day. */
  TICKET = 'ticket',
}
