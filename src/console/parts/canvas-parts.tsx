/** Rectangles that were drawn over a canvas of the page: a small picture of where they are, and a way to take each back. */
import type { Part, PickedCanvas } from '../../shared/picked.ts';
import { strings } from '../strings.ts';

const words = strings.pick;

export function CanvasParts(props: {
  canvas: PickedCanvas;
  parts: readonly Part[];
  remove: (part: Part) => void;
  sized: boolean;
  setSized: (sized: boolean) => void;
}) {
  const { canvas, parts, remove, sized, setSized } = props;
  const [width, height] = canvas.size;
  if (parts.length === 0) return <p class="notice">{words.draw}</p>;
  return (
    <fieldset class="plain" data-testid="pick-parts">
      <legend class="label">{words.parts}</legend>
      <svg class="canvas-parts" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.parts}>
        {parts.map(([left, top, w, h], at) => (
          <g key={at}>
            <rect x={left * width} y={top * height} width={w * width} height={h * height} />
            <text x={(left + w / 2) * width} y={(top + h / 2) * height} font-size={height / 8}>
              {at + 1}
            </text>
          </g>
        ))}
      </svg>
      <p class="row tight">
        {parts.map((part, at) => (
          <button key={at} type="button" class="button quiet" onClick={() => remove(part)}>
            {words.removePart({ number: at + 1 })}
          </button>
        ))}
      </p>
      <label class="check">
        <input type="checkbox" checked={sized} data-testid="pick-sized" onChange={(event) => setSized(event.currentTarget.checked)} />
        {words.sized({ width, height })}
      </label>
    </fieldset>
  );
}
