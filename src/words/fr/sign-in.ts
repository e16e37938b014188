/** Français: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: 'Langue',
  brand: 'Samepage',
  opening: 'Ouverture de la console…',
  title: 'Se connecter à la console',
  login: 'Identifiant ou e-mail',
  password: 'Mot de passe',
  button: 'Se connecter',
  provider: 'Se connecter avec le compte {company}',
  refusals: {
    none: 'Votre entreprise n’a pas de connexion par compte ici.',
    'not-asked': 'Cela a duré trop longtemps, ou a commencé dans un autre navigateur. Réessayez.',
    invalid: 'Le service de connexion de votre entreprise a donné une réponse non valable. Réessayez.',
    'no-role': 'Votre compte d’entreprise n’a pas de rôle dans cette console. Adressez-vous à un administrateur.',
    down: 'Le service de connexion de votre entreprise ne répond pas. Réessayez plus tard.',
  },
  both: 'Saisissez l’identifiant et le mot de passe.',
  operator: 'Se connecter avec le lien de la passerelle',
  operatorText: 'Il a été affiché au démarrage de la passerelle et se termine par #token=…',
  token: 'Lien ou jeton',
  wrongToken: 'Ce jeton n’est pas valable. Copiez tout le texte qui suit « #token= ».',
  welcomeTitle: 'Choisir un mot de passe',
  welcomeText: 'Au moins douze caractères. Une phrase que vous seul diriez convient bien.',
  newPassword: 'Nouveau mot de passe',
  again: 'Encore une fois',
  differ: 'Les deux ne sont pas identiques.',
  choose: 'Enregistrer et se connecter',
  seatTitle: 'Ce lien ne peut pas être ouvert',
};
