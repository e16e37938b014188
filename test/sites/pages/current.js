window.current = document.currentScript.src;
