// What a page observes of itself goes to window.observed; a throw is an observation too.
window.observe = async (look) => {
  try {
    window.observed = await look();
  } catch (error) {
    window.observed = { error: `${error.name}: ${error.message}` };
  }
};
window.once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
window.tried = async (action) => {
  try {
    return await action();
  } catch (error) {
    return error.name;
  }
};
