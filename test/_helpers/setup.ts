// The CDK's own template validation costs seconds per process; the strict suite runs with it on.
process.env.CDK_VALIDATION ??= 'false';
