import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const bareError = {
  selector: "NewExpression[callee.name='Error']",
  message: 'Throw SeaworthyError: it carries a code, a path and a fix.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '**/cdk.out/**', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['constructs/**', 'lib/**', 'bin/**'], rules: { 'no-restricted-syntax': ['error', bareError] } },
  { files: ['lib/cli/io.ts'], rules: { 'no-console': 'off' } },
  { files: ['test/**'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off', 'max-lines': 'off' } },
  prettier,
);
