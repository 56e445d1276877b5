// Checks Markdown by textlint with the rules of this file. It reads a JSON list of texts, and prints a list of findings
// for each.
import { readFileSync } from "node:fs";
import { TextlintKernel } from "@textlint/kernel";
import markdown from "@textlint/textlint-plugin-markdown";
import { subjects, words } from "./words.mjs";

const MAX_WORDS = 30;
const MAX_LINES = 6;
const COLUMNS = 120;

const SENTENCE = /.+?((?<!\b(e\.g|i\.e|etc|vs))[.!?]["”)*_]*(?=\s)|$)/g;

/** The source of a node without its marks, every character at its place: code is X, which may begin a sentence, too. */
function plain(node) {
  const characters = node.raw.split("");
  const fill = (character, start, end) => characters.fill(character, start - node.range[0], end - node.range[0]);
  const visit = (child) => {
    const [start, end] = child.range;
    if (child.type === "Code") {
      fill("X", start, end);
    } else if (child.type === "Html" || child.type === "Image") {
      fill(" ", start, end);
    } else if (child.type === "Link") {
      fill(" ", start, child.children[0]?.range[0] ?? end);
      fill(" ", child.children.at(-1)?.range[1] ?? end, end);
    }
    child.children?.forEach(visit);
  };
  visit(node);
  return characters.join("").replaceAll("\n", " ");
}

function plainWords({ report, RuleError, locator }) {
  const check = (patterns) => (node) => {
    for (const { 0: sentence, index } of plain(node).matchAll(SENTENCE)) {
      const wrong = (message, at) => report(node, new RuleError(message, { padding: locator.at(index + at) }));
      for (const [pattern, instead] of patterns) {
        for (const match of sentence.matchAll(pattern)) {
          wrong(`"${match[0].trim()}": write ${instead}`, match.index);
        }
      }
      const count = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      if (count > MAX_WORDS) {
        wrong(`a sentence of ${count} words: write several, of at most ${MAX_WORDS}`, sentence.search(/\S/));
      }
    }
  };
  return { Paragraph: check([...words, ...subjects]), Header: check(words), TableCell: check(words) };
}

function shortParagraphs({ Syntax, getSource, report, RuleError }) {
  return {
    [Syntax.Paragraph](node) {
      const lines = getSource(node).split("\n");
      const count = lines.reduce((sum, line) => sum + Math.ceil(line.length / COLUMNS), 0);
      if (count > MAX_LINES) {
        report(node, new RuleError(`a paragraph of ${count} lines: write several, of at most ${MAX_LINES}, or a list`));
      }
    },
  };
}

const kernel = new TextlintKernel();
const options = {
  ext: ".md",
  plugins: [{ pluginId: "markdown", plugin: markdown.default ?? markdown }],
  rules: [
    { ruleId: "plain-words", rule: plainWords },
    { ruleId: "short-paragraphs", rule: shortParagraphs },
  ],
};
const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const { messages } = await kernel.lintText(text, options);
  found.push(messages.map(({ line, message }) => ({ line, message })));
}
process.stdout.write(JSON.stringify(found));
