/** Français: see en/errors.ts. */
import type { words as english } from '../en/errors.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  BAD_URL: {
    what: 'Impossible d’ouvrir « {url} » : ce n’est pas une adresse web.',
    next: 'Collez une adresse qui commence par http:// ou https://.',
  },
  BAD_REQUEST: { what: 'Cela n’a pas pu être lu : {reason}.', next: 'Vérifiez ce que vous avez saisi.' },
  UNAUTHORIZED: { what: 'Vous n’êtes pas connecté.', next: 'Connectez-vous à nouveau.' },
  SIGN_IN_FAILED: {
    what: 'Connexion impossible : l’identifiant ou le mot de passe est faux.',
    next: 'Vérifiez les deux, ou demandez un nouveau lien à un administrateur.',
  },
  PROVIDER_REFUSED: {
    what: 'Connexion impossible par le compte de l’entreprise.',
    next: 'Réessayez, ou adressez-vous à un administrateur.',
  },
  PASSWORD_WEAK: {
    what: 'Ce mot de passe ne convient pas.',
    next: 'Choisissez de 12 à 200 caractères, et pas votre nom : une phrase par exemple.',
  },
  WELCOME_INVALID: {
    what: 'Ce lien pour choisir un mot de passe n’est pas valable.',
    next: 'Il sert une seule fois, pendant trois jours ; demandez-en un nouveau à un administrateur.',
  },
  LOGIN_TAKEN: { what: 'Il y a déjà un utilisateur « {login} ».', next: 'Choisissez un autre identifiant.' },
  LAST_ADMIN: { what: 'C’est le dernier administrateur.', next: 'Donnez d’abord ce rôle à quelqu’un d’autre.' },
  USER_NOT_FOUND: { what: 'Cet utilisateur n’existe pas.', next: 'Consultez la liste des utilisateurs.' },
  KEY_NOT_FOUND: { what: 'Cette clé n’existe pas.', next: 'Consultez la liste des clés.' },
  COMPANY_NOT_FOUND: { what: 'Cette entreprise n’existe pas.', next: 'Vérifiez l’adresse que l’on vous a donnée.' },
  COMPANY_TAKEN: { what: 'Il y a déjà une entreprise « {id} ».', next: 'Choisissez un autre identifiant.' },
  FORBIDDEN: { what: 'Vous n’êtes pas autorisé à faire cela.', next: 'Demandez ce droit à un administrateur.' },
  TARGET_NOT_ALLOWED: { what: '{host} ne peut pas être ouvert ici : {reason}.', next: 'Demandez à un administrateur de l’autoriser.' },
  WRONG_ORIGIN: { what: 'Cette demande vient d’un autre site.', next: 'Ouvrez à nouveau la page depuis sa propre adresse.' },
  NOT_FOUND: { what: 'Il n’y a rien ici.', next: 'Vérifiez l’adresse.' },
  SESSION_NOT_FOUND: { what: 'Cette session n’existe pas.', next: 'Demandez un nouveau lien à votre conseiller.' },
  SESSION_ENDED: { what: 'Cette session est terminée.', next: 'Demandez un nouveau lien à votre conseiller.' },
  LINK_UNKNOWN: { what: 'Ce lien n’est pas valable.', next: 'Demandez un nouveau lien à votre conseiller.' },
  LINK_EXPIRED: { what: 'Ce lien a expiré.', next: 'Demandez un nouveau lien à votre conseiller.' },
  LINK_USED: {
    what: 'Ce lien a déjà été utilisé dans un autre navigateur.',
    next: 'Demandez un nouveau lien à votre conseiller ; chacun s’ouvre dans un seul navigateur.',
  },
  VISITOR_UNKNOWN: { what: 'Ce navigateur ne fait pas partie de la session.', next: 'Ouvrez le lien que votre conseiller vous a envoyé.' },
  PIN_INVALID: { what: 'Ce code PIN n’est pas valable.', next: 'Vérifiez les chiffres, ou obtenez un nouveau code PIN.' },
  TOO_MANY_TRIES: {
    what: 'Trop de tentatives.',
    next: '{seconds, plural, one {Attendez # seconde, puis réessayez.} other {Attendez # secondes, puis réessayez.}}',
  },
  TOO_MANY_SESSIONS: {
    what: 'Il n’y a pas de place pour une autre session.',
    next: 'Terminez d’abord une session, ou demandez à un administrateur d’augmenter la limite.',
  },
  BOARD_KIND: {
    what: 'Ce fichier ne peut pas être montré : ce n’est ni une image ni une vidéo que tout navigateur affiche.',
    next: 'Envoyez PNG, JPEG, WebP, GIF, AVIF, MP4 ou WebM.',
  },
  BOARD_FULL: {
    what: 'Impossible de mettre ceci sur le tableau : c’est trop grand, ou le tableau est plein.',
    next: 'Envoyez un fichier plus petit, ou retirez quelque chose du tableau.',
  },
  BODY_TOO_LARGE: { what: 'Cela dépasse {limit} octets.', next: 'Envoyez moins, ou demandez à un administrateur d’augmenter la limite.' },
  HOST_UNKNOWN: { what: 'Aucun site n’est servi sous ce nom d’hôte.', next: 'Vérifiez l’adresse.' },
  HEADERS_TOO_LARGE: { what: 'Les en-têtes de la demande sont trop grands.', next: 'Effacez les cookies de ce site.' },
  TARGET_UNRESOLVABLE: { what: '{host} est introuvable : ce nom d’hôte n’existe pas.', next: 'Vérifiez l’orthographe de l’adresse.' },
  TARGET_UNREACHABLE: { what: '{host} est injoignable.', next: 'Réessayez ; le site est peut-être en panne.' },
  TARGET_TLS: { what: 'Impossible de se fier à {host} : son certificat n’est pas valable.', next: 'Prévenez le responsable du site.' },
  TARGET_PROTOCOL: { what: 'La réponse de {host} est incompréhensible.', next: 'Prévenez le responsable du site.' },
  TARGET_BODY_LIMIT: {
    what: 'La réponse de {host} dépasse {limit} octets.',
    next: 'Demandez à un administrateur d’augmenter la limite.',
  },
  TARGET_INTEGRITY: {
    what: 'Un fichier de {host} a été refusé : ce n’est pas celui que sa page désigne.',
    next: 'Il a été modifié là où il est conservé ; prévenez le responsable du site.',
  },
  TARGET_TIMEOUT: { what: '{host} ne répond pas.', next: 'Réessayez ; le site est peut-être lent ou en panne.' },
  SITE_DOWN: { what: '{host} n’est pas disponible pour le moment.', next: 'Réessayez dans une minute.' },
  QUOTA: { what: 'Cette session demande trop de choses à la fois.', next: 'Patientez un instant.' },
  POLICY_BROKEN: {
    what: 'Démarrage impossible : une règle est défectueuse : {reason}.',
    next: 'Un administrateur doit la réparer ; aucune session ne démarre sans ses règles.',
  },
  POLICY_INVALID: {
    what: 'Impossible d’enregistrer les règles : {reason}.',
    next: 'Corrigez ce qui est indiqué, puis enregistrez à nouveau.',
  },
  POLICY_STALE: {
    what: 'Quelqu’un d’autre a enregistré les règles entre-temps.',
    next: 'Consultez la version {version}, et faites-y votre modification.',
  },
  BRANDING_INVALID: { what: 'Impossible d’enregistrer : {reason}.', next: 'Corrigez ce qui est indiqué et enregistrez de nouveau.' },
  BRANDING_CONTRAST: {
    what: 'La couleur {color} est trop claire : le texte y a un contraste de {ratio}, il en faut 4,5.',
    next: 'Prenez-en une plus foncée, par exemple {proposal}.',
  },
  BRANDING_STALE: {
    what: 'Quelqu’un d’autre a enregistré entre-temps.',
    next: 'Regardez la version {version} et faites-y votre modification.',
  },
  LOGO_INVALID: {
    what: 'Ce logo ne convient pas : {reason}.',
    next: 'Envoyez un PNG ou un WebP de 256 Ko et 2000 pixels de côté au plus.',
  },
  NOTICE_CHANGED: {
    what: 'La mention légale a changé pendant que cette page était ouverte.',
    next: 'Relisez-la, puis appuyez sur « Démarrer ».',
  },
  POLICY_VERSION_NOT_FOUND: { what: 'Cette version des règles n’existe pas.', next: 'Consultez la liste des versions.' },
  LEAK_TEST_HOLDS: {
    what: 'Non transmis à {host} : ceci est un test de fuite.',
    next: 'Un test de fuite n’envoie rien ; ouvrez une session ordinaire pour utiliser le site.',
  },
  INTERNAL: { what: 'Un problème est survenu de notre côté.', next: 'Réessayez ; le journal contient les détails sous le numéro {id}.' },
  OFFLINE: { what: 'La passerelle ne répond pas.', next: 'Vérifiez votre connexion, puis réessayez.' },
};
