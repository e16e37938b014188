import type { words as english } from '../en/work.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  tabs: {
    title: 'Sesiones abiertas',
    close: 'Cerrar {name} aquí',
    unread: '{count, plural, one {# mensaje nuevo} many {# mensajes nuevos} other {# mensajes nuevos}}',
    news: 'algo nuevo',
    full: 'Aquí hay seis sesiones abiertas. La primera que se abrió ha vuelto a la lista.',
  },
  about: {
    edit: 'Cambiar nombre o ticket',
    save: 'Guardar',
    cancel: 'Cancelar',
    open: 'Añadir cliente o ticket',
    customer: 'Nombre del cliente',
    ticket: 'Ticket',
    ticketIs: 'Ticket {ticket}',
  },
  search: {
    label: 'Buscar en las sesiones',
    none: 'Ninguna sesión coincide.',
  },
  notes: {
    title: 'Notas',
    label: 'Notas sobre esta sesión',
    kept: 'El cliente no las ve. Se quedan con la sesión.',
    gone: 'El cliente no las ve. Al final desaparecen.',
    saved: 'Guardado',
    saving: 'Guardando…',
    merged: 'Un colega escribía al mismo tiempo: ahora están los dos textos.',
    lost: 'No guardado. Nuevo intento…',
  },
  keys: {
    open: 'Atajos',
    lead: 'Valen mientras no escriba, y no en la página del cliente.',
    wayOut: 'Esc y luego Tab le saca de la página del cliente.',
    use: 'Usar estas teclas',
    close: 'Cerrar',
    does: {
      help: 'Esta lista',
      list: 'Todas las sesiones',
      start: 'Iniciar una sesión',
      search: 'Buscar en las sesiones',
      check: '¿Funciona aquí?',
      tab: 'Una sesión abierta',
      address: 'Dirección de la página',
      page: 'Página del cliente',
      chat: 'Chat',
      notes: 'Notas',
      board: 'Pizarra',
      control: 'Pedir el control o devolverlo',
      end: 'Terminar la sesión',
    },
  },
  announce: {
    joined: '{name} ha entrado.',
    left: '{name} ha salido.',
    granted: 'Usted tiene el control de la página.',
    taken: 'El cliente ha recuperado el control.',
  },
  skip: 'Ir al contenido',
};
