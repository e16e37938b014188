/** Français: see en/step-up.ts. */
import type { words as english } from '../en/step-up.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  asks: {
    screen: '{name} demande à voir votre écran',
    voice: '{name} demande à vous parler',
    camera: '{name} demande une conversation vidéo',
  },
  on: {
    screen: 'Votre écran est montré à {names}',
    voice: 'Vous parlez avec {names}',
    camera: 'Votre caméra est montrée à {names}',
  },
  no: 'Pas maintenant',
  dock: {
    what: {
      screen: 'C’est plus que cette page, et rien n’y est masqué. Vous choisissez ce que vous montrez, et arrêtez d’un clic.',
      voice: 'Votre microphone est utilisé. Vous arrêtez d’un clic.',
      camera: 'Votre caméra est utilisée. Vous arrêtez d’un clic.',
    },
    yes: 'Continuer',
    held: 'Votre navigateur a retenu la fenêtre. Autorisez les fenêtres pop-up pour cette page, puis cliquez de nouveau.',
    stop: { screen: 'Ne plus partager', voice: 'Raccrocher', camera: 'Arrêter la vidéo' },
  },
  window: {
    title: 'Partager plus que la page',
    idle: 'Rien n’est partagé. Vous pouvez fermer cette fenêtre.',
    connecting: 'Connexion…',
    lost: 'Connexion perdue. Nouvel essai…',
    ended: 'La session est terminée. Plus rien n’est partagé.',
    elsewhere: 'Cette fenêtre a été ouverte une nouvelle fois ailleurs. Rien n’est partagé d’ici.',
    tell: {
      screen: {
        what: 'On voit ce que vous choisissez ensuite : un onglet, une fenêtre ou tout l’écran. Choisissez le moins possible.',
        more: 'C’est plus que la page où vous étiez. Rien n’y est masqué : fermez d’abord ce qui est privé.',
        stop: 'On peut y pointer, et rien d’autre. Vous arrêtez à tout moment, ici ou dans la barre de votre navigateur.',
      },
      voice: {
        what: 'On entend ce que votre microphone entend, et vous entendez l’autre côté.',
        more: 'Samepage n’en enregistre rien.',
        stop: 'Vous pouvez couper votre microphone, et raccrocher à tout moment.',
      },
      camera: {
        what: 'On voit ce que votre caméra voit, et vous verrez peut-être l’autre côté.',
        more: 'Samepage n’en enregistre rien.',
        stop: 'Vous pouvez éteindre la caméra, et arrêter à tout moment.',
      },
    },
    start: { screen: 'Choisir ce que je montre', voice: 'Parler', camera: 'Allumer ma caméra' },
    also: 'Autoriser aussi {name}',
    keep: 'Laissez cette fenêtre ouverte : la fermer arrête tout.',
    reaching: 'Connexion avec {name}…',
    preview: 'Ce que vous partagez',
    own: 'Votre caméra',
    refused: 'Votre navigateur ne l’a pas permis, ou vous n’avez rien choisi. Rien n’est partagé.',
  },
  guest: {
    ask: { screen: 'Demander à voir l’écran', voice: 'Demander à parler', camera: 'Demander la vidéo' },
    unmasked: 'Sur un écran partagé, rien n’est masqué : vous voyez tout ce que le client montre. Vous pouvez pointer, et rien d’autre.',
    waiting: {
      screen: 'L’écran est demandé au client…',
      voice: 'Une conversation est demandée au client…',
      camera: 'La vidéo est demandée au client…',
    },
    withdraw: 'Ne plus demander',
    reaching: 'Connexion avec le client…',
    seeing: 'Écran de {name}',
    pointing: 'Ce que vous pointez est montré au client.',
    leave: { screen: 'Ne plus regarder', voice: 'Raccrocher', camera: 'Arrêter la vidéo' },
    why: {
      off: 'C’est désactivé ici.',
      'no-relay': 'Il faut un relais : la configuration ne contient aucun serveur TURN (turn).',
      role: 'Votre rôle ne permet pas de le demander.',
      'not-now': 'Le client n’est pas là, ou a fait une pause.',
      cannot: 'L’appareil du client ne le peut pas. Téléphones et tablettes ne peuvent pas montrer leur écran.',
      full: 'Autant de personnes qu’une ligne peut servir l’ont déjà.',
    },
    noDevice: 'Votre navigateur n’a donné ni microphone ni caméra. Autorisez-le et réessayez.',
    fit: 'Ajuster',
    actual: 'Taille réelle',
    fullscreen: 'Plein écran',
    refused: {
      NO_RIGHT: 'Ce n’est pas possible de le demander maintenant.',
      TOO_FAST: 'Vous avez souvent demandé. Veuillez attendre un moment.',
    },
    declined: 'Le client a dit non pour l’instant.',
    over: {
      screen: 'L’écran n’est plus partagé.',
      voice: 'La conversation est terminée.',
      camera: 'La vidéo est terminée.',
    },
    ended: 'La session est terminée.',
    connecting: 'Connexion…',
  },
  mute: 'Couper mon micro',
  unmute: 'Rouvrir mon micro',
  cameraOff: 'Éteindre la caméra',
  cameraOn: 'Allumer la caméra',
  unnamed: { customer: 'Client', agent: 'Conseiller' },
  console: { open: 'Écran et voix', close: 'Fermer écran et voix' },
};
