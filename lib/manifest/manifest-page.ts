interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
}

/** The manifest as a page of the documentation, printed from its JSON Schema. */
export function manifestPage(schema: object): string {
  const { properties = {}, required = [] } = schema as Node;
  const environment = properties.environments?.additionalProperties as Node;
  const sections = Object.keys(properties).filter(
    (key) => environment.properties?.[key] !== undefined && !required.includes(key),
  );
  const own = Object.keys(environment.properties ?? {}).filter((key) => !sections.includes(key));
  return [
    '# The manifest',
    '',
    'One YAML file per service. Sections stand at the top, for all environments, and in an environment, for that one:',
    'there, groups of keys are merged key by key, and everything else is replaced.',
    '',
    '## At the top',
    '',
    ...table(properties, (key) => !sections.includes(key), required),
    '## In each environment',
    '',
    ...table(environment.properties ?? {}, (key) => own.includes(key), environment.required ?? []),
    ...sections.flatMap((key) => section(key, properties[key] as Node)),
  ].join('\n');
}

function section(key: string, node: Node): string[] {
  const rows = rowsOf(node, '');
  return [`## ${key}`, '', `${node.description}.`, '', ...(rows.length === 0 ? [] : [...HEAD, ...rows, ''])];
}

const HEAD = ['| key | value | |', '| --- | --- | --- |'];

function table(
  properties: Readonly<Record<string, Node>>,
  wanted: (key: string) => boolean,
  required: readonly string[],
): string[] {
  const rows = Object.entries(properties)
    .filter(([key]) => wanted(key))
    .flatMap(([key, node]) => [
      row(key, node, required.includes(key)),
      ...(key === 'environments' ? [] : rowsOf(node, key)),
    ]);
  return [...HEAD, ...rows, ''];
}

function rowsOf(node: Node, prefix: string): string[] {
  const join = (key: string) => (prefix === '' ? key : `${prefix}.${key}`);
  const inner = [node, ...(node.anyOf ?? [])].flatMap((one) => Object.entries(one.properties ?? {}));
  const rows = [
    ...inner.flatMap(([key, one]) => [row(join(key), one, false), ...rowsOf(one, join(key))]),
    ...(node.items === undefined ? [] : rowsOf(node.items, prefix)),
    ...(typeof node.additionalProperties === 'object' ? rowsOf(node.additionalProperties, join('<name>')) : []),
    ...(node.anyOf ?? []).flatMap((one) => (one.items === undefined ? [] : rowsOf(one, prefix))),
  ];
  return [...new Set(rows)];
}

function row(key: string, node: Node, isRequired: boolean): string {
  return `| \`${key}\`${isRequired ? ' (required)' : ''} | ${valueOf(node)} | ${(node.description ?? '').replaceAll('|', '\\|')} |`;
}

function valueOf(node: Node): string {
  if (node.enum !== undefined) {
    return node.enum.map((one) => `\`${one}\``).join(', ');
  }
  if (node.anyOf !== undefined) {
    return [...new Set(node.anyOf.map(valueOf))].join(' or ');
  }
  if (node.type === 'integer' || node.type === 'number') {
    return node.minimum === undefined ? 'number' : `${node.minimum} to ${node.maximum}`;
  }
  if (node.type === 'array') {
    return `list of ${valueOf(node.items ?? {})}`;
  }
  return node.type === 'object' ? 'keys' : (node.type ?? '');
}
