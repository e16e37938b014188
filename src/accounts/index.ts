/** Face of the accounts: who may sign in, and who has. */
export { Accounts, KEY_PREFIX, type NewUser, type UserChange } from './accounts.ts';
export { demand, lacks } from './demand.ts';
export { Passwords } from './passwords.ts';
export { CompanyBranding, type BrandSheet } from './company-branding.ts';
export { LOGO_BYTES_MAX } from './logo.ts';
export { CompanyAnswers } from './company-answers.ts';
export { PAGES_MAX, RulePages } from './rule-pages.ts';
export { CompanyPolicies, type PolicyVersion } from './company-policies.ts';
export { ASKED_MS, Providers, type ProviderOptions } from './provider.ts';
export { SignIns, type SignedIn } from './sign-ins.ts';
