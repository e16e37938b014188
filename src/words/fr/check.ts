import type { words as english } from '../en/check.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  title: 'Est-ce que ça marche ici ?',
  lead: 'Collez une page et voyez avant l’appel ce que sera une session sur elle.',
  label: 'Adresse de la page à examiner',
  placeholder: 'www.example.com/page',
  button: 'Examiner',
  busy: 'Examen en cours…',
  start: 'Commencer une session ici',
  verdicts: {
    works: 'Cela marche.',
    notes: 'Cela marche, avec des limites.',
    fails: 'Aucune session ne sera possible sur cette page.',
  },
  seen: {
    connection: 'vu à la connexion',
    header: 'lu dans un en-tête',
    markup: 'lu dans la page',
    script: 'un mot dans un script',
    config: 'selon les réglages d’ici',
  },
  findings: {
    NOT_ALLOWED: 'Cette adresse ne peut pas être ouverte ici. Un administrateur peut l’autoriser.',
    PRIVATE: 'Cette adresse se trouve dans un réseau privé. L’exploitant de la passerelle peut l’autoriser.',
    UNRESOLVABLE: 'Il n’existe aucun site de ce nom. Vérifiez l’orthographe.',
    UNREACHABLE: 'Le site ne répond pas. Réessayez, ou demandez à son exploitant.',
    CERTIFICATE: 'Le certificat du site n’est pas valide. Son exploitant doit le renouveler.',
    TOO_MANY_REDIRECTS: 'Le site fait tourner ses visiteurs en rond. Il lui faut peut-être des cookies que seule une visite apporte.',
    REDIRECT_NOT_ALLOWED:
      'Le site renvoie ses visiteurs vers une adresse qui ne peut pas être ouverte ici. Un administrateur peut l’autoriser.',
    BOT_WALL:
      'Le site demande la preuve que l’on n’est pas un robot, et ces contrôles arrêtent souvent une passerelle. Utilisez la ligne pour les pages mêmes du site, ou demandez au site de laisser entrer la passerelle.',
    SITE_REFUSES:
      'Le site refuse d’être ouvert par une passerelle. Utilisez la ligne pour les pages mêmes du site, ou demandez au site de laisser entrer la passerelle.',
    SERVER_ERROR: 'Le site est lui-même en panne (code {count}). Réessayez plus tard.',
    ERROR_STATUS:
      'La page répond par une erreur (code {count}). Vérifiez l’adresse ; elle n’existe peut-être que pour les personnes connectées.',
    BROWSER_LOGIN: 'Le site demande un mot de passe dans la fenêtre du navigateur. Le client peut le saisir ; personne d’autre ne le voit.',
    NOT_A_PAGE: 'C’est un fichier, pas une page. Commencez sur la page qui y mène.',
    LOGIN_NOT_ALLOWED:
      'On se connecte à une adresse qui ne peut pas être ouverte ici. Un administrateur devrait l’autoriser avant l’appel.',
    CAPTCHA:
      'La page contient un test contre les robots. Le client doit le résoudre, et il reviendra peut-être plus souvent que d’habitude.',
    PASSKEY:
      'Le site peut demander une clé d’accès (passkey). Elles ne fonctionnent pas dans une session : le client devrait se connecter autrement.',
    BROWSER_SIGN_IN:
      'Le site peut demander au navigateur de connecter le client. Cela ne fonctionne pas dans une session : un autre moyen peut fonctionner.',
    PROTECTED_MEDIA: 'La page lit une vidéo protégée. Les conseillers ne la voient pas, et le client ne la verra peut-être pas non plus.',
    REDIRECTED: 'Le site renvoie ses visiteurs vers un autre site, qui peut être ouvert ici.',
    PLAIN_HTTP:
      'Le chemin entre la passerelle et le site n’est pas chiffré, car le site n’y propose pas https. Ne saisissez rien de confidentiel.',
    MIXED_CONTENT: 'La page charge une partie d’elle-même sans chiffrement. Les navigateurs en écartent certaines, ici comme ailleurs.',
    FRAMES:
      '{count, plural, one {La page montre une autre page dans un cadre ; elle est partagée aussi.} many {La page montre # autres pages dans des cadres ; elles sont partagées aussi.} other {La page montre # autres pages dans des cadres ; elles sont partagées aussi.}}',
    LOGIN_ELSEWHERE: 'On se connecte sur un autre site. Il peut être ouvert ici : la session suit donc le client.',
    LARGE: 'La page est grande ({count} Ko de texte). Sa première image prend un moment.',
    MADE_BY_SCRIPTS: 'La page est construite par des scripts. Sans les exécuter, on en voit peu : essayez-la une fois dans une session.',
    LOOK_CUT: 'Tout n’a pas été lu : l’examen a des limites de temps et de taille.',
    IN_PLACE: 'Ce site intègre Samepage : les clients sont aidés sur la page même où ils sont. Qu’ils demandent de l’aide là.',
    REACHABLE: 'La page répond (code {count}).',
    LOGIN_HERE: 'On se connecte sur cette page. Les mots de passe restent cachés aux conseillers.',
    FRAME_RULES: 'Le site interdit d’être montré dans un cadre. Ce n’est pas un obstacle : le client l’a dans un onglet entier.',
    FRAME_BUSTING: 'Le site sort des cadres où il se trouve. Ce n’est pas un obstacle : le client l’a dans un onglet entier.',
    SERVICE_WORKER: 'Le site travaille en arrière-plan (service worker). Cela passe par la passerelle.',
    WEBSOCKET: 'Le site garde une liaison en direct (WebSocket). Cela passe par la passerelle.',
  },
  rules: 'Ce que vos règles y trouvent',
  rulesNone: 'Vos règles ne trouvent rien dans la page telle qu’elle arrive. Ce que des scripts ajoutent ensuite est caché tout de même.',
  rule: '{count, plural, one {# endroit} many {# endroits} other {# endroits}}',
  kinds: {
    hidden: 'caché aux conseillers',
    blocked: 'seul le client peut appuyer',
    shown: 'montré exprès',
    allowed: 'autorisé exprès',
  },
  blockNames: 'acheter, signer, accepter',
  read: '{documents, plural, one {# page} many {# pages} other {# pages}} et {scripts, plural, one {# script lu} many {# scripts lus} other {# scripts lus}}, {kilobytes} Ko, sans rien exécuter.',
  limits: 'Ce qu’un tel examen ne peut pas savoir',
  limitList: {
    login: 'Ce qui est derrière une connexion : personne n’était connecté.',
    scripts: 'Ce que font les scripts : un mot dans un script dit ce qu’il peut demander, non qu’il le fera.',
    visitor: 'Si le site traite ce client autrement, selon son pays, son appareil ou son historique.',
  },
};
