/**
 * Shapes of the catalogues. English is the source: its keys and the names in its braces are what every other language must
 * have (the compiler checks the keys, test/words/ the names), and what a caller must fill in.
 */

/** Every leaf a text, every key as in English. */
export type Translation<English> = { readonly [Key in keyof English]: English[Key] extends string ? string : Translation<English[Key]> };

type Cut<Text extends string, At extends string> = Text extends `${infer Before}${At}${string}` ? Before : Text;

/** What stands between two braces is a name, `name, plural, …`, or words of a plural's branch, which have spaces. */
type NameIn<Inside extends string> = Inside extends `${string}{${string}`
  ? Cut<Inside, ','>
  : Inside extends `${string} ${string}`
    ? never
    : Inside;

type Names<Text extends string> = Text extends `${string}{${infer Rest}`
  ? Rest extends `${infer Inside}}${infer More}`
    ? NameIn<Inside> | Names<More>
    : never
  : never;

/** A text, or the function that fills its names in. */
export type Sentence<Text extends string> = [Names<Text>] extends [never]
  ? string
  : (values: Readonly<Record<Names<Text>, string | number>>) => string;

/** A catalogue as it is used: the same tree, leaves that can be said. */
export type Spoken<Words> = { readonly [Key in keyof Words]: Words[Key] extends string ? Sentence<Words[Key]> : Spoken<Words[Key]> };
