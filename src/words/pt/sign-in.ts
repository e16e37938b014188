/** Português: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: 'Idioma',
  brand: 'Samepage',
  opening: 'Abertura do console…',
  title: 'Entrar no console',
  login: 'Login ou e-mail',
  password: 'Senha',
  button: 'Entrar',
  provider: 'Entrar com a sua conta {company}',
  refusals: {
    none: 'A sua empresa não tem aqui um acesso por conta.',
    'not-asked': 'Isto demorou demais ou começou em outro navegador. Tente novamente.',
    invalid: 'O serviço de acesso da sua empresa deu uma resposta que não é válida. Tente novamente.',
    'no-role': 'A sua conta da empresa não tem uma função neste console. Fale com um administrador.',
    down: 'O serviço de acesso da sua empresa não responde. Tente mais tarde.',
  },
  both: 'Escreva o login e a senha.',
  operator: 'Entrar com o link do gateway',
  operatorText: 'Foi mostrado quando o gateway iniciou e termina em #token=…',
  token: 'Link ou token',
  wrongToken: 'Este token não é válido. Copie todo o texto a seguir a “#token=”.',
  welcomeTitle: 'Escolha uma senha',
  welcomeText: 'Pelo menos doze caracteres. Uma frase que só você diria é uma boa escolha.',
  newPassword: 'Nova senha',
  again: 'Mais uma vez',
  differ: 'As duas não são iguais.',
  choose: 'Guardar e entrar',
  seatTitle: 'Não é possível abrir este link',
};
