window.ran = [...(window.ran ?? []), `location ${location.pathname}`];
