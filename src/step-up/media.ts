/** What a browser gives of its person, after their press: the screen, the microphone or the camera. And whether it could. */
import type { Step } from '../shared/roles.ts';

/** Of the picture of a screen: what a line of 3 Mbit/s carries with text that can be read. */
const SCREEN = { width: { max: 2560 }, height: { max: 1600 }, frameRate: { max: 15 } } as const;
const CAMERA = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { max: 24 } } as const;

/** Undefined: the person or the browser said no. */
export async function capture(step: Step): Promise<MediaStream | undefined> {
  const { mediaDevices } = navigator;
  try {
    if (step === 'voice') return await mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    if (step === 'camera') return await mediaDevices.getUserMedia({ video: CAMERA });
    // This small window shows nothing that anybody needs to see.
    const options = { video: SCREEN, audio: false, selfBrowserSurface: 'exclude', surfaceSwitching: 'include' };
    const stream = await mediaDevices.getDisplayMedia(options);
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
    return stream;
  } catch {
    return undefined; // refused, nothing chosen, no such device, or in use elsewhere: the page says what to look at
  }
}

export function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
