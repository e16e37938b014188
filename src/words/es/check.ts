import type { words as english } from '../en/check.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: '¿Funciona aquí?',
  lead: 'Pegue una página y vea antes de la llamada cómo será una sesión en ella.',
  label: 'Dirección de la página que se va a examinar',
  placeholder: 'www.example.com/pagina',
  button: 'Examinar',
  busy: 'Examinando…',
  start: 'Iniciar una sesión en ella',
  verdicts: {
    works: 'Funciona.',
    notes: 'Funciona, con límites.',
    fails: 'En esta página no será posible una sesión.',
  },
  seen: {
    connection: 'visto en la conexión',
    header: 'leído en una cabecera',
    markup: 'leído en la página',
    script: 'una palabra en un script',
    config: 'según los ajustes de aquí',
  },
  findings: {
    NOT_ALLOWED: 'Esta dirección no se puede abrir aquí. Un administrador puede permitirla.',
    PRIVATE: 'Esta dirección está en una red privada. Quien opera la pasarela puede permitirla.',
    UNRESOLVABLE: 'No existe ningún sitio con ese nombre. Compruebe cómo está escrito.',
    UNREACHABLE: 'El sitio no responde. Inténtelo de nuevo o pregunte a quien lo gestiona.',
    CERTIFICATE: 'El certificado del sitio no es válido. Quien gestiona el sitio tiene que renovarlo.',
    TOO_MANY_REDIRECTS: 'El sitio hace dar vueltas a sus visitantes. Quizá necesite cookies que solo trae una visita.',
    REDIRECT_NOT_ALLOWED: 'El sitio envía a sus visitantes a una dirección que no se puede abrir aquí. Un administrador puede permitirla.',
    BOT_WALL:
      'El sitio pide una prueba de que no se es un robot, y esas comprobaciones suelen detener una pasarela. Use la línea para las páginas del propio sitio, o pida al sitio que deje entrar a la pasarela.',
    SITE_REFUSES:
      'El sitio se niega a abrirse a través de una pasarela. Use la línea para las páginas del propio sitio, o pida al sitio que deje entrar a la pasarela.',
    SERVER_ERROR: 'El sitio tiene un fallo propio (estado {count}). Inténtelo más tarde.',
    ERROR_STATUS:
      'La página responde con un error (estado {count}). Compruebe la dirección; quizá exista solo para quien ha iniciado sesión.',
    BROWSER_LOGIN: 'El sitio pide una contraseña en la ventana del navegador. El cliente puede escribirla; nadie más la ve.',
    NOT_A_PAGE: 'Esto es un archivo, no una página. Empiece en la página que lo enlaza.',
    LOGIN_NOT_ALLOWED:
      'Se inicia sesión en una dirección que no se puede abrir aquí. Un administrador debería permitirla antes de la llamada.',
    CAPTCHA: 'La página tiene una prueba contra robots. El cliente tiene que resolverla, y puede aparecer más a menudo de lo normal.',
    PASSKEY: 'El sitio puede pedir una llave de acceso (passkey). No funcionan en una sesión: el cliente debería entrar de otra manera.',
    BROWSER_SIGN_IN:
      'El sitio puede pedir al navegador que identifique al cliente. En una sesión no funciona: otra manera puede funcionar.',
    PROTECTED_MEDIA: 'La página reproduce vídeo protegido. Los agentes no lo ven, y puede que el cliente tampoco.',
    REDIRECTED: 'El sitio envía a sus visitantes a otro sitio, que se puede abrir aquí.',
    PLAIN_HTTP:
      'El camino entre la pasarela y el sitio no está cifrado, porque allí el sitio no tiene https. No escriba nada confidencial.',
    MIXED_CONTENT: 'La página carga partes de sí misma sin cifrar. Los navegadores omiten algunas, aquí como en todas partes.',
    FRAMES:
      '{count, plural, one {La página muestra otra página en un marco; también se comparte.} many {La página muestra otras # páginas en marcos; también se comparten.} other {La página muestra otras # páginas en marcos; también se comparten.}}',
    LOGIN_ELSEWHERE: 'Se inicia sesión en otro sitio. Se puede abrir aquí, así que la sesión sigue con el cliente.',
    LARGE: 'La página es grande ({count} KB de texto). Su primera imagen tarda un momento.',
    MADE_BY_SCRIPTS: 'La página la construyen scripts. Sin ejecutarlos se ve poco de ella: pruébela una vez en una sesión.',
    LOOK_CUT: 'No se leyó todo: el examen tiene límites de tiempo y tamaño.',
    IN_PLACE: 'Este sitio lleva Samepage incorporado: a los clientes se les ayuda en la misma página donde están. Que pidan ayuda allí.',
    REACHABLE: 'La página responde (estado {count}).',
    LOGIN_HERE: 'En esta página se inicia sesión. Las contraseñas quedan ocultas para los agentes.',
    FRAME_RULES: 'El sitio prohíbe mostrarse en marcos. No es un obstáculo: el cliente lo tiene en una pestaña entera.',
    FRAME_BUSTING: 'El sitio sale de los marcos en los que se encuentra. No es un obstáculo: el cliente lo tiene en una pestaña entera.',
    SERVICE_WORKER: 'El sitio trabaja en segundo plano (service worker). Pasa por la pasarela.',
    WEBSOCKET: 'El sitio mantiene una conexión en directo (WebSocket). Pasa por la pasarela.',
  },
  rules: 'Lo que sus reglas encuentran allí',
  rulesNone: 'Sus reglas no encuentran nada en la página tal como llega. Lo que los scripts añadan después se oculta igualmente.',
  rule: '{count, plural, one {# lugar} many {# lugares} other {# lugares}}',
  kinds: {
    hidden: 'oculto para los agentes',
    blocked: 'solo el cliente puede pulsar',
    shown: 'mostrado a propósito',
    allowed: 'permitido a propósito',
  },
  blockNames: 'comprar, firmar, aceptar',
  read: '{documents, plural, one {# página} many {# páginas} other {# páginas}} y {scripts, plural, one {# script} many {# scripts} other {# scripts}}: {kilobytes} KB leídos, sin ejecutarlos.',
  limits: 'Lo que un examen así no puede saber',
  limitList: {
    login: 'Lo que hay detrás de un inicio de sesión: nadie había iniciado sesión.',
    scripts: 'Lo que hacen los scripts: una palabra en un script dice lo que puede pedir, no que vaya a hacerlo.',
    visitor: 'Si el sitio trata a este cliente de otra manera, por país, dispositivo o historial.',
  },
};
