/** What the customer's window and the agent's frame both show: moving pictures, sound, and who points where. */
import { useEffect, useRef } from 'preact/hooks';
import type { ParticipantId } from '../shared/ids.ts';
import type { Person } from '../shared/messages.ts';
import type { PicturePoint } from '../shared/step-up.ts';
import { nameOf } from './strings.ts';

export function Picture({ stream, label, testId, onSize }: { stream: MediaStream; label: string; testId: string; onSize?: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} muted autoplay playsInline aria-label={label} data-testid={testId} onResize={() => onSize?.()} />;
}

export function Sound({ stream, testId }: { stream: MediaStream; testId: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current) audio.current.srcObject = stream;
  }, [stream]);
  return <audio ref={audio} autoplay data-testid={testId} />;
}

/** Over the picture that is their parent's own size. */
export function Points({ points, people }: { points: ReadonlyMap<ParticipantId, NonNullable<PicturePoint>>; people: readonly Person[] }) {
  return (
    <div class="points" aria-hidden="true">
      {[...points].map(([id, at]) => {
        const person = people.find((one) => one.id === id);
        if (!person) return null;
        return (
          <span key={id} class="point" data-testid="point" style={{ left: `${at.x * 100}%`, top: `${at.y * 100}%`, color: person.color }}>
            <span class="point-name" style={{ background: person.color }}>
              {nameOf(person)}
            </span>
          </span>
        );
      })}
    </div>
  );
}
