/**
 * No words for people outside the catalogues: in JSX no text and no labelling attribute is a literal with letters, and no
 * page writes a literal into the document. Names, such as our own, are constants in capitals.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const folders = ['console', 'dock', 'viewer', 'ink', 'talk', 'board', 'words'];
const labelling = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
]);
const written = new Set(['textContent', 'innerText', 'ariaLabel', 'title', 'placeholder', 'alt']);
const hasLetters = (text: string) => /\p{L}/u.test(text);

function literalsOf(file: string, text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const say = (node: ts.Node) =>
    found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().trim()}`);
  /** Every literal that an expression can come to. */
  const results = (node: ts.Expression): void => {
    if (ts.isStringLiteralLike(node)) {
      if (hasLetters(node.text)) say(node);
    } else if (ts.isTemplateExpression(node)) {
      if (hasLetters([node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text).join(''))) say(node);
    } else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(results);
    else if (ts.isParenthesizedExpression(node)) results(node.expression);
    else if (ts.isBinaryExpression(node)) {
      if (/^(&&|\|\||\?\?|\+)$/.test(node.operatorToken.getText())) results(node.right);
      if (/^(\|\||\?\?|\+)$/.test(node.operatorToken.getText())) results(node.left);
    }
  };
  const walk = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasLetters(node.text)) say(node);
    if (ts.isJsxAttribute(node) && labelling.has(node.name.getText()) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) results(node.initializer);
      else if (ts.isJsxExpression(node.initializer) && node.initializer.expression) results(node.initializer.expression);
    }
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) results(node.expression);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(node.left)) {
      if (written.has(node.left.name.text)) results(node.right);
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'setAttribute') {
      const [name, value] = node.arguments;
      if (name && value && ts.isStringLiteralLike(name) && labelling.has(name.text)) results(value);
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

test('[W1] what people read in our pages comes from the catalogues', () => {
  const files = folders.flatMap((folder) =>
    readdirSync(`${src}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((file) => literalsOf(file, readFileSync(src + file, 'utf8')))).toEqual([]);
});

test('[W1] nor does a page hold a text of its own', () => {
  const pages = folders.flatMap((folder) =>
    readdirSync(`${src}${folder}`)
      .filter((file) => file.endsWith('.html'))
      .map((file) => `${folder}/${file}`),
  );
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages) {
    const text = readFileSync(src + page, 'utf8')
      .replace(/<[^>]*>/g, ' ')
      .replace(/%\w+%/g, '');
    expect(text.trim(), page).toBe('');
  }
});

test('the check sees a literal wherever a person would', () => {
  const text = `const x = <p title="Hello" class="row">{ok ? 'Yes' : words.no}Text {\`\${n} rows\`} · {WORD}</p>; el.textContent = 'Hi';`;
  expect(literalsOf('x.tsx', text).map((line) => line.replace(/^\S+ /, ''))).toEqual(['"Hello"', "'Yes'", 'Text', '`${n} rows`', "'Hi'"]);
});
