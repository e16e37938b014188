/** Every fault of a configuration at once: which key, what was found, what to do. */

export interface ConfigFault {
  /** `limits.sessionsMax`, `policy/shop.yaml rules[2].selector`. */
  readonly key: string;
  readonly finding: string;
  readonly fix: string;
}

export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(
      `cannot start: the configuration has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}\n${faults.map(line).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

function line(fault: ConfigFault): string {
  return `  ${fault.key}: ${fault.finding}. ${fault.fix}`;
}
