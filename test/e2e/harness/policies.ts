interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: unknown;
  readonly Resource?: string | string[];
  readonly Condition?: { readonly Bool?: Record<string, string> };
}

/** The statements of a policy document, from its text. */
export function statementsOf(policy: string | undefined): Statement[] {
  const { Statement: found } = JSON.parse(policy ?? '{"Statement":[]}') as { Statement: Statement | Statement[] };
  return [found].flat();
}

/** Whether a resource policy turns away whoever comes without TLS. */
export function deniesPlainHttp(policy: string | undefined): boolean {
  return statementsOf(policy).some(
    ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
  );
}

/** The values of a field that may hold one or many. */
export function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
