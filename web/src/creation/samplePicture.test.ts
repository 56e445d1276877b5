import { expect, test } from "vitest";
import { sceneOf } from "./samplePicture";

test.each([
  ["A lighthouse in a storm", "sea"],
  ["夕阳下的海滩", "sea"],
  ["极简主义的茶壶海报", "flow"],
  ["雪山，水彩画", "mountains"],
  ["霓虹灯下的雨夜街道", "city"],
  ["竹林晨雾", "forest"],
  ["A wooden table in a room", "mountains"],
  ["Portrait of an old man", "portrait"],
  ["一只戴着宇航员头盔的小狗", "planet"],
  ["", "mountains"],
])("%s: %s", (prompt, scene) => expect(sceneOf(prompt)).toBe(scene));
