/** Español: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: { what: 'No se puede abrir «{url}»: no es una dirección web.', next: 'Pegue una dirección que empiece por http:// o https://.' },
  BAD_REQUEST: { what: 'Esto no se ha podido leer: {reason}.', next: 'Compruebe lo que ha escrito.' },
  UNAUTHORIZED: { what: 'No ha accedido a su cuenta.', next: 'Acceda de nuevo.' },
  SIGN_IN_FAILED: {
    what: 'No se puede acceder: el nombre de usuario o la contraseña no son correctos.',
    next: 'Compruebe ambos o pida un enlace nuevo a un administrador.',
  },
  PROVIDER_REFUSED: { what: 'No se puede acceder con la cuenta de la empresa.', next: 'Inténtelo de nuevo o consulte a un administrador.' },
  PASSWORD_WEAK: {
    what: 'Esta contraseña no se puede usar.',
    next: 'Elija de 12 a 200 caracteres, y no su nombre: por ejemplo, una frase.',
  },
  WELCOME_INVALID: {
    what: 'Este enlace para elegir una contraseña no es válido.',
    next: 'Sirve una sola vez, durante tres días; pida uno nuevo a un administrador.',
  },
  LOGIN_TAKEN: { what: 'Ya existe un usuario «{login}».', next: 'Elija otro nombre de usuario.' },
  LAST_ADMIN: { what: 'Este es el último administrador.', next: 'Primero dé este rol a otra persona.' },
  USER_NOT_FOUND: { what: 'Ese usuario no existe.', next: 'Consulte la lista de usuarios.' },
  KEY_NOT_FOUND: { what: 'Esa clave no existe.', next: 'Consulte la lista de claves.' },
  COMPANY_NOT_FOUND: { what: 'Esa empresa no existe.', next: 'Compruebe la dirección que le dieron.' },
  COMPANY_TAKEN: { what: 'Ya existe una empresa «{id}».', next: 'Elija otro identificador.' },
  FORBIDDEN: { what: 'No tiene permiso para hacer esto.', next: 'Pida el permiso a un administrador.' },
  TARGET_NOT_ALLOWED: { what: '{host} no se puede abrir aquí: {reason}.', next: 'Pida a un administrador que lo permita.' },
  WRONG_ORIGIN: { what: 'Esta solicitud procede de otro sitio.', next: 'Vuelva a abrir la página desde su propia dirección.' },
  NOT_FOUND: { what: 'Aquí no hay nada.', next: 'Compruebe la dirección.' },
  SESSION_NOT_FOUND: { what: 'Esta sesión no existe.', next: 'Pida un enlace nuevo a su agente.' },
  SESSION_ENDED: { what: 'Esta sesión ha finalizado.', next: 'Pida un enlace nuevo a su agente.' },
  LINK_UNKNOWN: { what: 'Este enlace no es válido.', next: 'Pida un enlace nuevo a su agente.' },
  LINK_EXPIRED: { what: 'Este enlace ha caducado.', next: 'Pida un enlace nuevo a su agente.' },
  LINK_USED: {
    what: 'Este enlace ya se ha usado en otro navegador.',
    next: 'Pida un enlace nuevo a su agente; cada uno se abre en un solo navegador.',
  },
  VISITOR_UNKNOWN: { what: 'Este navegador no forma parte de la sesión.', next: 'Abra el enlace que le envió su agente.' },
  PIN_INVALID: { what: 'Este PIN no es válido.', next: 'Compruebe los dígitos o genere un PIN nuevo.' },
  TOO_MANY_TRIES: {
    what: 'Demasiados intentos.',
    next: '{seconds, plural, one {Espere # segundo e inténtelo de nuevo.} other {Espere # segundos e inténtelo de nuevo.}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'No hay lugar para otra sesión.',
    next: 'Finalice primero una sesión o pida a un administrador que aumente el límite.',
  },
  BOARD_KIND: {
    what: 'Este archivo no se puede mostrar: no es una imagen ni un vídeo que todo navegador muestre.',
    next: 'Envíe PNG, JPEG, WebP, GIF, AVIF, MP4 o WebM.',
  },
  BOARD_FULL: {
    what: 'No se puede poner en la pizarra: es demasiado grande, o la pizarra está llena.',
    next: 'Envíe un archivo más pequeño, o quite algo de la pizarra.',
  },
  BODY_TOO_LARGE: { what: 'Esto supera los {limit} bytes.', next: 'Envíe menos o pida a un administrador que aumente el límite.' },
  HOST_UNKNOWN: { what: 'No se ofrece ningún sitio con este nombre de host.', next: 'Compruebe la dirección.' },
  HEADERS_TOO_LARGE: { what: 'Los encabezados de la solicitud son demasiado grandes.', next: 'Borre las cookies de este sitio.' },
  TARGET_UNRESOLVABLE: {
    what: 'No se encuentra {host}: ese nombre de host no existe.',
    next: 'Compruebe que la dirección esté bien escrita.',
  },
  TARGET_UNREACHABLE: {
    what: 'No se puede establecer conexión con {host}.',
    next: 'Inténtelo de nuevo; es posible que el sitio esté caído.',
  },
  TARGET_TLS: { what: 'No se puede confiar en {host}: su certificado no es válido.', next: 'Avise al responsable del sitio.' },
  TARGET_PROTOCOL: { what: 'No se puede entender a {host}: su respuesta es defectuosa.', next: 'Avise al responsable del sitio.' },
  TARGET_BODY_LIMIT: {
    what: 'La respuesta de {host} supera los {limit} bytes.',
    next: 'Pida a un administrador que aumente el límite.',
  },
  TARGET_INTEGRITY: {
    what: 'Se ha rechazado un archivo de {host}: no es el que indica su página.',
    next: 'Se modificó en el lugar donde se guarda; avise al responsable del sitio.',
  },
  TARGET_TIMEOUT: { what: '{host} no responde.', next: 'Inténtelo de nuevo; es posible que el sitio esté lento o caído.' },
  SITE_DOWN: { what: '{host} no está disponible en este momento.', next: 'Inténtelo de nuevo en un minuto.' },
  QUOTA: { what: 'Esta sesión pide demasiado a la vez.', next: 'Espere un momento.' },
  POLICY_BROKEN: {
    what: 'No se puede comenzar: una regla es defectuosa: {reason}.',
    next: 'Un administrador tiene que corregirla; ninguna sesión comienza sin sus reglas.',
  },
  POLICY_INVALID: { what: 'No se pueden guardar las reglas: {reason}.', next: 'Corrija lo que se indica y vuelva a guardar.' },
  POLICY_STALE: {
    what: 'Mientras tanto, otra persona ha guardado las reglas.',
    next: 'Consulte la versión {version} y haga allí su cambio.',
  },
  BRANDING_INVALID: { what: 'No se puede guardar: {reason}.', next: 'Corrija lo que se indica y guarde de nuevo.' },
  BRANDING_CONTRAST: {
    what: 'El color {color} es demasiado claro: el texto tiene un contraste de {ratio} y hace falta 4,5.',
    next: 'Elija uno más oscuro, por ejemplo {proposal}.',
  },
  BRANDING_STALE: { what: 'Mientras tanto ha guardado otra persona.', next: 'Mire la versión {version} y haga allí su cambio.' },
  LOGO_INVALID: { what: 'Este logotipo no sirve: {reason}.', next: 'Envíe un PNG o WebP de 256 KB y 2000 píxeles por lado como máximo.' },
  NOTICE_CHANGED: { what: 'El aviso legal ha cambiado mientras esta página estaba abierta.', next: 'Léalo de nuevo y pulse «Comenzar».' },
  POLICY_VERSION_NOT_FOUND: { what: 'Esa versión de las reglas no existe.', next: 'Consulte la lista de versiones.' },
  LEAK_TEST_HOLDS: {
    what: 'No se ha transmitido a {host}: esto es una prueba de fugas.',
    next: 'Una prueba de fugas no envía nada; abra una sesión normal para usar el sitio.',
  },
  INTERNAL: {
    what: 'Ha ocurrido un problema por nuestra parte.',
    next: 'Inténtelo de nuevo; el registro contiene los detalles con el identificador {id}.',
  },
  OFFLINE: { what: 'La pasarela no responde.', next: 'Compruebe su conexión e inténtelo de nuevo.' },
};
