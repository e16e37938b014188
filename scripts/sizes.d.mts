export const budgets: Readonly<Record<string, number>>;
export const wordBudgets: Readonly<Record<string, number>>;
