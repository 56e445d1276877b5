/** Draws a picture that depends on the prompt alone; it stands in for a model. */
export async function drawSamplePicture(prompt: string, ratio: string): Promise<Blob> {
  const [across = 1, down = 1] = ratio.split(":").map(Number);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(1024 * Math.min(1, across / down));
  canvas.height = Math.round(1024 * Math.min(1, down / across));
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const random = randomFrom(prompt);
  const { width, height } = canvas;

  const hue = random() * 360;
  const sky = pen.createLinearGradient(0, 0, width * random(), height);
  sky.addColorStop(0, `hsl(${hue} 70% 28%)`);
  sky.addColorStop(1, `hsl(${hue + 60} 75% 68%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
  for (let shape = 0; shape < 18; shape++) {
    pen.fillStyle = `hsl(${hue + random() * 140} 80% ${40 + random() * 40}% / 0.45)`;
    pen.beginPath();
    pen.arc(random() * width, random() * height, (0.03 + random() * 0.16) * width, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.fillStyle = "white";
  pen.font = `600 ${Math.round(width / 24)}px system-ui, sans-serif`;
  pen.shadowBlur = 12;
  pen.shadowColor = "black";
  pen.fillText(prompt.slice(0, 30), width * 0.05, height * 0.93, width * 0.9);

  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be drawn"))),
      "image/png",
    ),
  );
}

/**
 * A random number generator (Mulberry32) seeded with the text, so that a prompt always gives the same
 * picture.
 */
function randomFrom(text: string): () => number {
  let state = 0;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 2654435761);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
