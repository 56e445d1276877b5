import type { Palette } from "./colors";
import { Painting } from "./Painting";

/** The light of a picture: the sky from above to the horizon, the sun or moon, what is far, and what is near. */
const palettes: [words: RegExp, palette: Palette][] = [
  [
    /night|moon|star|neon|夜|月|星|霓虹|赛博/i,
    ["#060a18", "#101c3c", "#2c4468", "#e6ecff", "#24385a", "#05070f"],
  ],
  [/storm|rain|暴风|雨|阴/i, ["#2a333b", "#56626a", "#94a09e", "#e6ecdf", "#7b8888", "#141a1e"]],
  [
    /fog|mist|ink|snow|winter|雾|云海|水墨|雪|冬/i,
    ["#9fabb2", "#bcc6c9", "#dfe3e1", "#fffdf4", "#cdd4d4", "#35434a"],
  ],
  [
    /sunset|dusk|evening|夕阳|黄昏|晚霞|落日|傍晚/i,
    ["#2b2f5e", "#93507a", "#f78f5c", "#ffd79a", "#c76a62", "#1d1729"],
  ],
  [
    /dawn|morning|sunrise|晨|清早|日出|黎明/i,
    ["#5f7fa8", "#b9b4c4", "#f6cfae", "#fff0d0", "#d9c3bd", "#303650"],
  ],
  [
    /desert|autumn|gold|warm|沙漠|秋|金|暖/i,
    ["#6d86a6", "#d9a877", "#ffd489", "#fff2c4", "#e8b67e", "#3b271d"],
  ],
  [/./s, ["#2f6fb5", "#6ea5d6", "#d4e6ef", "#fffbe8", "#b4ccd8", "#20333a"]],
];

const scenes: [words: RegExp, scene: keyof Painting][] = [
  [/planet|space|galaxy|nebula|cosm|星球|太空|宇宙|银河|宇航/i, "planet"],
  [/city|street|skyline|town|building|neon|城|街|楼|霓虹|赛博/i, "city"],
  [
    /sea\b|ocean|beach|lake|river|wave|boat|ship\b|lighthouse|water\b|海(?!报)|湖|江|河|浪|船|灯塔|水(?!彩|墨)/i,
    "sea",
  ],
  [/forest|tree|wood\b|bamboo|jungle|森林|树|竹|林/i, "forest"],
  [/desert|dune|field|meadow|hill|沙|田|草原|山丘/i, "dunes"],
  [/portrait|person|people|woman|man\b|girl|boy|人|女|男|肖像/i, "portrait"],
  [/cat\b|dog|fox|light|flower|party|猫|狗|狐|灯|光|花|节/i, "bokeh"],
  [/abstract|pattern|texture|poster|logo|still life|tea|coffee|cup|抽象|图案|海报|静物|茶|咖啡|杯/i, "flow"],
  [/./s, "mountains"],
];

/** Draws a picture of what the prompt's words say, the same for the same prompt; it stands in for a model. */
export async function drawSamplePicture(prompt: string, ratio: string): Promise<Blob> {
  const [across = 1, down = 1] = ratio.split(":").map(Number);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(1024 * Math.min(1, across / down));
  canvas.height = Math.round(1024 * Math.min(1, down / across));
  const painting = new Painting(canvas, chosen(palettes, prompt), prompt);
  painting[sceneOf(prompt)]();
  painting.finish();
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be drawn"))),
      "image/jpeg",
      0.88,
    ),
  );
}

/** What is painted for a prompt: the first scene of whose words it has one. */
export function sceneOf(prompt: string): keyof Painting {
  return chosen(scenes, prompt);
}

function chosen<T>(choices: [words: RegExp, value: T][], prompt: string): T {
  const found = choices.find(([words]) => words.test(prompt)) ?? choices.at(-1);
  return (found as [RegExp, T])[1];
}
