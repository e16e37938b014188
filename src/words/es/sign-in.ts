/** Español: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: 'Idioma',
  brand: 'Samepage',
  opening: 'Abriendo la consola…',
  title: 'Acceder a la consola',
  login: 'Nombre de usuario o correo electrónico',
  password: 'Contraseña',
  button: 'Acceder',
  provider: 'Acceder con su cuenta de {company}',
  refusals: {
    none: 'Su empresa no ofrece aquí el acceso con su cuenta.',
    'not-asked': 'Esto ha tardado demasiado o se inició en otro navegador. Inténtelo de nuevo.',
    invalid: 'El servicio de acceso de su empresa ha dado una respuesta no válida. Inténtelo de nuevo.',
    'no-role': 'Su cuenta de empresa no tiene ningún rol en esta consola. Consulte a un administrador.',
    down: 'El servicio de acceso de su empresa no responde. Inténtelo más tarde.',
  },
  both: 'Escriba el nombre de usuario y la contraseña.',
  operator: 'Acceder con el enlace de la pasarela',
  operatorText: 'Se mostró al arrancar la pasarela y termina en #token=…',
  token: 'Enlace o token',
  wrongToken: 'Este token no es válido. Copie todo el texto que sigue a «#token=».',
  welcomeTitle: 'Elegir una contraseña',
  welcomeText: 'Al menos doce caracteres. Una frase que solo usted diría es una buena opción.',
  newPassword: 'Contraseña nueva',
  again: 'Una vez más',
  differ: 'Las dos no coinciden.',
  choose: 'Guardar y acceder',
  seatTitle: 'Este enlace no se puede abrir',
};
