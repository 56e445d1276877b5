import { Brush } from "./Brush";
import { alpha, brightness, mixed } from "./colors";

/** A picture that is being painted on a canvas. */
export class Painting extends Brush {
  private readonly sun = this.width * this.between(0.25, 0.75);

  mountains() {
    this.hills(6, 0.2, 0.62);
  }

  dunes() {
    this.hills(5, 0.06, 0.5);
  }

  /** Mountains or hills behind each other, paler the farther away they are. */
  private hills(layers: number, rise: number, horizon: number) {
    this.sky(horizon);
    for (let layer = 0; layer < layers; layer++) {
      const near = layer / (layers - 1);
      const base = this.height * (horizon + (1 - horizon) * near * 0.75 - 0.04);
      const outline = this.ridge(base, this.height * rise * (1.1 - near * 0.4), rise > 0.1 ? 0.56 : 0.4);
      this.land(outline, mixed(this.palette[4], this.palette[5], near ** 1.2));
      if (layer < layers - 1) this.mist(base, this.height * 0.14);
    }
  }

  sea() {
    const horizon = this.height * this.between(0.48, 0.58);
    this.sky(horizon / this.height);
    const [zenith, , glow, sun, haze, shadow] = this.palette;
    this.land(this.ridge(horizon - this.unit, this.height * 0.06, 0.5), mixed(haze, glow, 0.4));
    this.fade(horizon, this.height, [
      mixed(glow, haze, 0.6),
      mixed(zenith, haze, 0.35),
      mixed(zenith, shadow, 0.6),
    ]);
    for (let y = horizon; y < this.height; y += this.unit * (0.2 + (2.4 * (y - horizon)) / this.height)) {
      const near = (y - horizon) / (this.height - horizon);
      for (let wave = 0; wave < 26; wave++) {
        this.pen.fillStyle = this.random() < 0.5 ? glow : shadow;
        const length = this.unit * (0.6 + 9 * near) * this.between(0.4, 1.4);
        this.ellipse(this.random() * this.width, y, length, this.unit * (0.06 + 0.4 * near), 0.14);
      }
      this.pen.fillStyle = sun;
      for (let glint = 0; glint < 7; glint++) {
        const x = this.sun + (this.random() + this.random() - 1) * this.unit * (3 + 22 * near);
        this.ellipse(x, y, this.unit * (0.4 + 2 * near), this.unit * (0.07 + 0.2 * near), 0.5);
      }
    }
  }

  city() {
    const ground = this.height * 0.68;
    this.sky(ground / this.height);
    const [zenith, , glow, sun, haze, shadow] = this.palette;
    for (const near of [0.15, 0.45, 0.75, 1]) {
      for (let x = -this.unit * 4; x < this.width; ) {
        const wide = this.unit * this.between(4, 9);
        const high = this.height * this.between(0.1, 0.52) * (1.15 - near * 0.5);
        this.fade(
          ground - high,
          ground,
          [mixed(haze, shadow, near), mixed(haze, shadow, near * 0.7)],
          x,
          wide,
        );
        this.pen.fillStyle = mixed(sun, "#ffb45e", this.random() * 0.8);
        for (let y = ground - high + this.unit; y < ground - this.unit; y += this.unit * 1.1)
          for (let pane = x + this.unit * 0.5; pane < x + wide - this.unit * 0.6; pane += this.unit * 0.9)
            if (this.random() < 0.3)
              this.rectangle(pane, y, this.unit * 0.5, this.unit * 0.6, near * this.between(0.3, 1));
        x += wide * this.between(0.8, 1.25);
      }
      this.mist(ground - this.height * 0.2, this.height * 0.2, (1 - near) * 0.5);
    }
    this.mirror(ground);
    this.fade(ground, this.height, [alpha(glow, 0.12), alpha(zenith, 0.75)]);
  }

  forest() {
    const [zenith, , glow, sun, haze, shadow] = this.palette;
    this.fade(0, this.height, [mixed(glow, sun, 0.4), haze, mixed(haze, zenith, 0.5)]);
    for (let layer = 0; layer < 6; layer++) {
      const near = layer / 5;
      this.pen.fillStyle = mixed(mixed(haze, glow, 0.4), shadow, near ** 1.3);
      for (let trunk = 0; trunk < 26 - 20 * near; trunk++) {
        const [x, wide] = [this.random() * this.width, this.unit * (0.4 + 3 * near ** 1.5)];
        const lean = this.between(-3, 3) * this.unit;
        this.polygon([
          [x + lean, 0],
          [x + lean + wide * 0.7, 0],
          [x + wide, this.height],
          [x, this.height],
        ]);
        for (let twig = 0; twig < 7; twig++) {
          const [y, reach] = [this.height * this.random() * 0.55, wide * this.between(-6, 6)];
          this.polygon([
            [x + lean * 0.7, y],
            [x + reach, y - Math.abs(reach) * 0.3],
            [x + lean * 0.7, y + wide * 0.25],
          ]);
        }
      }
      this.mist(this.height * 0.75, this.height * 0.6, 0.5 * (1 - near));
    }
    this.glow(this.sun, 0, this.unit * 80, sun, 0.5);
  }

  planet() {
    this.fade(0, this.height, ["#04050d", "#0a0d20", "#05060f"]);
    this.clouds(mixed(this.palette[1], "#8a4fb0", 0.5), "screen", 0.5);
    this.stars(1);
    const radius = this.unit * this.between(26, 34);
    const [x, y] = [this.width * this.between(0.4, 0.6), this.height * this.between(0.45, 0.6)];
    this.glow(x, y, radius * 1.4, this.palette[2], 0.5);
    this.pen.save();
    this.pen.beginPath();
    this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    this.pen.clip();
    this.fade(0, this.height, [this.palette[1], mixed(this.palette[0], this.palette[2], 0.3)]);
    this.clouds("#f4efe2", "source-over", 0.9, 30);
    const night = this.pen.createRadialGradient(
      x - radius / 2,
      y - radius / 2,
      radius * 0.3,
      x - radius / 2,
      y - radius / 2,
      radius * 1.6,
    );
    night.addColorStop(0, "#0000");
    night.addColorStop(1, "#000206");
    this.pen.fillStyle = night;
    this.pen.fillRect(0, 0, this.width, this.height);
    this.pen.restore();
  }

  /** Lights out of focus before the evening. */
  bokeh() {
    const [zenith, middle, horizon, sun, , shadow] = this.palette;
    const lights = ["#ffb45e", "#ff6f91", "#7fd4ff", sun].map((light) => mixed(light, horizon, 0.3));
    this.fade(0, this.height, [mixed(zenith, shadow, 0.5), mixed(middle, shadow, 0.3), shadow]);
    this.glow(this.width / 2, this.height * 0.4, this.unit * 70, horizon, 0.5);
    this.pen.globalCompositeOperation = "screen";
    for (let light = 0; light < 70; light++) {
      const near = this.random() ** 2;
      const [x, y, radius] = [
        this.random() * this.width,
        this.random() * this.height,
        this.unit * (1 + 7 * near),
      ];
      this.pen.fillStyle = lights[light % lights.length] as string;
      this.ellipse(x, y, radius, radius, 0.35 - near * 0.2);
      this.ellipse(x, y, radius * 0.88, radius * 0.88, 0.12);
    }
    this.pen.globalCompositeOperation = "source-over";
  }

  /** A person before the lights. */
  portrait() {
    this.bokeh();
    const [x, y, size] = [this.width / 2, this.height, this.unit * 11];
    const body = this.pen.createLinearGradient(0, y * 0.3, 0, y);
    body.addColorStop(0, mixed(this.palette[5], this.palette[1], 0.25));
    body.addColorStop(1, this.palette[5]);
    this.pen.fillStyle = body;
    this.ellipse(x, y - size * 4.1, size, size * 1.3, 1);
    this.polygon([
      [x - size * 0.5, y - size * 4],
      [x + size * 0.5, y - size * 4],
      [x + size * 0.6, y - size * 2.2],
      [x - size * 0.6, y - size * 2.2],
    ]);
    this.ellipse(x, y, size * 2.9, size * 2.5, 1);
  }

  /** Colours that run into each other. */
  flow() {
    this.fade(0, this.height, [this.palette[0], this.palette[1], this.palette[2]]);
    for (let layer = 0; layer < 9; layer++) {
      const base = this.height * (layer / 8);
      const color = this.palette[layer % 5] as string;
      this.pen.save();
      this.pen.shadowColor = "#0008";
      this.pen.shadowBlur = this.unit * 5;
      this.land(
        this.ridge(base, this.height * 0.32, 0.32),
        mixed(color, this.palette[3], this.random() * 0.4),
      );
      this.pen.restore();
    }
    this.clouds(this.palette[3], "soft-light", 0.7, 30);
  }

  /** Darker corners and grain, as a camera's pictures have. */
  finish() {
    const { width, height } = this;
    const reach = Math.hypot(width, height) / 2;
    const corners = this.pen.createRadialGradient(
      width / 2,
      height / 2,
      reach * 0.5,
      width / 2,
      height / 2,
      reach,
    );
    corners.addColorStop(0, "#0000");
    corners.addColorStop(1, "#0007");
    this.pen.fillStyle = corners;
    this.pen.fillRect(0, 0, width, height);
    this.pen.globalCompositeOperation = "overlay";
    this.pen.globalAlpha = 0.1;
    this.pen.drawImage(this.noise(width, height), 0, 0);
  }

  private sky(horizon: number) {
    const [zenith, middle, glow, sun] = this.palette;
    const [x, y] = [this.sun, this.height * horizon * this.between(0.55, 0.85)];
    this.fade(0, this.height * horizon, [zenith, middle, glow]);
    if (brightness(zenith) < 40) this.stars(horizon);
    this.glow(x, y, this.unit * 70, glow, 0.6);
    this.glow(x, y, this.unit * 22, sun, 0.8);
    this.pen.fillStyle = sun;
    this.ellipse(x, y, this.unit * 3, this.unit * 3, 0.95);
    this.clouds(mixed(glow, sun, 0.4), "source-over", 0.65, 9, this.height * horizon);
    this.fade(this.height * horizon, this.height, [this.palette[4], this.palette[5]]);
  }

  private stars(horizon: number) {
    this.pen.fillStyle = "#fff";
    for (let star = 0; star < 260; star++) {
      const size = this.unit * 0.08 * (1 + this.random() ** 8 * 2);
      this.ellipse(
        this.random() * this.width,
        this.random() * this.height * horizon,
        size,
        size,
        this.between(0.2, 0.9),
      );
    }
  }

  private land(outline: [number, number][], color: string) {
    const [, , , sun] = this.palette;
    const top = Math.min(...outline.map(([, y]) => y));
    const slope = this.pen.createLinearGradient(0, top, 0, top + this.height * 0.4);
    slope.addColorStop(0, mixed(color, sun, 0.14));
    slope.addColorStop(1, color);
    this.pen.fillStyle = slope;
    this.polygon([...outline, [this.width, this.height], [0, this.height]]);
  }

  private mist(y: number, depth: number, opacity = 0.55) {
    const haze = mixed(this.palette[4], this.palette[2], 0.3);
    this.fade(y - depth / 3, y + depth, [alpha(haze, 0), alpha(haze, opacity), alpha(haze, 0)]);
  }
}
