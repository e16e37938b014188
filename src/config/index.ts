/** Face of the configuration: files, environment and flags become one frozen, checked value; policy files become a book of rules. */
export { ConfigError, type ConfigFault } from './config-error.ts';
export { loadConfig, type ConfigSources } from './load.ts';
export type { Config, ConfigInput } from './schema.ts';
export { companyDocuments, loadPolicy, maskedWhole, type PolicyBook } from './policy.ts';
export { matchesGlob, mayOpenHost } from './glob.ts';
export { configJsonSchema, configMarkdown, policyJsonSchema } from './describe.ts';
export { parseBranding, parseKept, readBranding, writeBranding } from './branding.ts';
export { SiteBook, type FrontHost, type Site } from './sites.ts';
