import { alpha, channels, type Palette, randomFrom } from "./colors";

/** What paintings are made with. What is different from one to another depends on the text alone. */
export class Brush {
  protected readonly pen: CanvasRenderingContext2D;
  protected readonly palette: Palette;
  protected readonly width: number;
  protected readonly height: number;
  /** A hundredth of the picture's mean side, in pixels. */
  protected readonly unit: number;
  protected readonly random: () => number;

  constructor(canvas: HTMLCanvasElement, palette: Palette, text: string) {
    this.pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    this.palette = palette;
    this.width = canvas.width;
    this.height = canvas.height;
    this.unit = Math.sqrt(this.width * this.height) / 100;
    this.random = randomFrom(text);
  }

  /** Clouds of a colour, from small noise that is drawn large, several times. */
  protected clouds(
    color: string,
    blending: GlobalCompositeOperation,
    opacity: number,
    cells = 9,
    bottom = this.height,
  ) {
    const layer = document.createElement("canvas");
    layer.width = this.width;
    layer.height = this.height;
    const pen = layer.getContext("2d") as CanvasRenderingContext2D;
    pen.imageSmoothingQuality = "high";
    for (let octave = 0; octave < 5; octave++) {
      pen.globalAlpha = 0.5 ** octave * 0.9;
      pen.globalCompositeOperation = octave ? "overlay" : "source-over";
      pen.drawImage(this.noise((cells / 2) * 2 ** octave, cells * 2 ** octave), 0, 0, this.width, bottom);
    }
    const image = pen.getImageData(0, 0, this.width, this.height);
    const [red, green, blue] = channels(color) as [number, number, number];
    for (let at = 0; at < image.data.length; at += 4) {
      const value = ((image.data[at] as number) - 118) * 3 * ((image.data[at + 3] as number) / 255);
      image.data.set([red, green, blue, Math.min(255, Math.max(0, value))], at);
    }
    pen.putImageData(image, 0, 0);
    this.pen.globalCompositeOperation = blending;
    this.pen.globalAlpha = opacity;
    this.pen.drawImage(layer, 0, 0);
    this.pen.globalAlpha = 1;
    this.pen.globalCompositeOperation = "source-over";
  }

  protected noise(width: number, height: number): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(2, width);
    canvas.height = Math.max(2, height);
    const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
    const image = pen.createImageData(canvas.width, canvas.height);
    for (let at = 0; at < image.data.length; at += 4) {
      const value = this.random() * 255;
      image.data.set([value, value, value, 255], at);
    }
    pen.putImageData(image, 0, 0);
    return canvas;
  }

  /** An outline around `base`, `rise` high, that gets rougher with `detail`: midpoints are moved. */
  protected ridge(base: number, rise: number, detail: number): [number, number][] {
    let line = [this.between(-1, 1), this.between(-1, 1), this.between(-1, 1)];
    for (let spread = 0.9; line.length < 300; spread *= detail)
      line = line.flatMap((value, place) => {
        const next = line[place + 1];
        return next === undefined ? [value] : [value, (value + next) / 2 + this.between(-spread, spread)];
      });
    return line.map((value, place) => [(place / (line.length - 1)) * this.width, base - value * rise * 0.6]);
  }

  protected mirror(y: number) {
    for (let row = 0; row < this.height - y; row += 2) {
      const shift = Math.sin(row / (3 + row * 0.05)) * this.unit * (0.2 + row / this.height);
      this.pen.drawImage(this.pen.canvas, 0, y - row - 2, this.width, 2, shift, y + row, this.width, 2);
    }
  }

  protected glow(x: number, y: number, radius: number, color: string, opacity: number) {
    const light = this.pen.createRadialGradient(x, y, 0, x, y, radius);
    for (const step of [0, 0.2, 0.4, 0.6, 0.8, 1])
      light.addColorStop(step, alpha(color, opacity * (1 - step) ** 2.2));
    this.pen.globalCompositeOperation = "screen";
    this.pen.fillStyle = light;
    this.pen.fillRect(0, 0, this.width, this.height);
    this.pen.globalCompositeOperation = "source-over";
  }

  protected fade(top: number, bottom: number, colors: string[], left = 0, wide = this.width) {
    const gradient = this.pen.createLinearGradient(0, top, 0, bottom);
    colors.forEach((color, place) => void gradient.addColorStop(place / (colors.length - 1), color));
    this.pen.fillStyle = gradient;
    this.pen.fillRect(left, top, wide, bottom - top);
  }

  protected ellipse(x: number, y: number, across: number, down: number, opacity: number) {
    this.pen.globalAlpha = opacity;
    this.pen.beginPath();
    this.pen.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
    this.pen.fill();
    this.pen.globalAlpha = 1;
  }

  protected rectangle(x: number, y: number, wide: number, high: number, opacity: number) {
    this.pen.globalAlpha = opacity;
    this.pen.fillRect(x, y, wide, high);
    this.pen.globalAlpha = 1;
  }

  protected polygon(points: [number, number][]) {
    this.pen.beginPath();
    for (const [x, y] of points) this.pen.lineTo(x, y);
    this.pen.fill();
  }

  protected between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }
}
