import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test/apps/node_modules', 'test/sites/**/*.js', 'coverage', 'data'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  { files: ['scripts/**', 'bench/**', 'examples/**', 'src/cli.ts', 'test/**'], rules: { 'no-console': 'off' } },
  // The connector is the only code that opens a connection.
  {
    files: ['src/**'],
    ignores: ['src/proxy/connector.ts', 'src/server.ts', 'src/cli.ts', 'src/inject/**', 'src/dock/**', 'src/console/**', 'src/viewer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'node:net', message: 'only proxy/connector.ts opens connections' },
            { name: 'node:tls', message: 'only proxy/connector.ts opens connections' },
            { name: 'node:https', message: 'only proxy/connector.ts opens connections' },
          ],
        },
      ],
    },
  },
);
