/** Español: see en/friend.ts. */
import type { words as english } from '../en/friend.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  open: 'Invitar a alguien',
  see: 'Verá esta página como su agente. Lo que está oculto para su agente también lo está para esa persona.',
  may: 'Puede señalar, dibujar y escribir, y nada más si usted no lo permite. Todos aquí ven su nombre.',
  name: 'Nombre de esa persona',
  make: 'Crear un enlace',
  link: 'Enlace para {name}',
  once: 'Envíelo solo a {name}. Se abre en un único navegador, en {minutes, plural, one {# minuto} other {# minutos}} como máximo.',
  copy: 'Copiar',
  share: 'Compartir',
  done: 'Listo',
  sendOff: 'Despedir',
  sendOffWho: 'Despedir a {name}',
  full: 'No puede invitar a nadie más. Despida antes a alguien.',
  seats: 'En esta sesión ya no cabe nadie más.',
  rate: 'Han sido muchos enlaces. Espere un minuto.',
  state: 'No ha funcionado. Inténtelo de nuevo.',
};
