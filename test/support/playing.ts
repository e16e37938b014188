/** Whether a video that somebody is shown plays, and is not dark. */
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { waiting } from './journey.ts';

interface Playing {
  readonly width: number;
  readonly time: number;
  readonly light: number;
}

/** What a video shows: its width, how far it is, and its lightest pixel. */
export async function playing(frame: Frame | Page, testId: string): Promise<Playing> {
  return frame.getByTestId(testId).evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 36;
    const pen = canvas.getContext('2d');
    pen?.drawImage(video, 0, 0, 64, 36);
    const data = pen?.getImageData(0, 0, 64, 36).data ?? new Uint8ClampedArray();
    let light = 0;
    for (let at = 0; at < data.length; at += 4) light = Math.max(light, data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    return { width: video.videoWidth, time: video.currentTime, light };
  });
}

export async function plays(frame: Frame | Page, testId: string): Promise<void> {
  await frame.getByTestId(testId).waitFor();
  await expect.poll(async () => (await playing(frame, testId)).width, waiting).toBeGreaterThan(0);
  const { time } = await playing(frame, testId);
  await expect.poll(async () => (await playing(frame, testId)).time, waiting).toBeGreaterThan(time);
  await expect.poll(async () => (await playing(frame, testId)).light, waiting).toBeGreaterThan(100);
}
