/** Español: see en/viewer.ts. */
import type { words as english } from '../en/viewer.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  connecting: 'Conectando…',
  blank: {
    waiting: 'Esperando a que el cliente pulse Comenzar.',
    paused: 'El cliente ha pausado la sesión. La página volverá a mostrarse cuando la reanude.',
    dock: 'La página no se muestra porque la barra de Samepage del cliente no está en ella.',
    'host-away': 'El navegador del cliente no está conectado. Esperando a que vuelva.',
    loading: 'La página del cliente se está cargando…',
    ended: 'Esta sesión ha finalizado.',
  },
  preview: {
    title: 'Lo que ve su agente',
    lead: 'Esta es la imagen que reciben los agentes. Lo que está oculto para ellos no aparece en ella.',
    close: 'Cerrar',
    again: 'Vuelva a abrirla desde la barra de la página.',
    blank: {
      waiting: 'Nadie ve nada todavía.',
      paused: 'La sesión está en pausa. Nadie ve esta página.',
      dock: 'Nadie ve esta página, porque la barra de Samepage no está en ella.',
      'host-away': 'Nadie ve esta página: no está conectada.',
      loading: 'La página se está cargando…',
      ended: 'La sesión ha terminado. Nadie ve esta página.',
    },
  },
  refused: {
    BLOCKED: 'Solo el cliente puede hacer esto.',
    MASKED: 'La empresa ha ocultado esto.',
    NO_RIGHT: 'El cliente no lo ha permitido.',
    PAUSED: 'La sesión está en pausa.',
    NOT_ALLOWED: 'Esta dirección no se puede abrir.',
    NOT_POSSIBLE: 'No es posible hacerlo desde aquí. Pídaselo al cliente.',
    TOO_FAST: 'Demasiado rápido. Inténtelo de nuevo.',
  },
  unnamed: { customer: 'Cliente', agent: 'Agente' },
};
