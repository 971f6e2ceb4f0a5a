/* Lets who can draw a signature do so. Without this script, the typed name is the signature. */
"use strict";

(() => {
    const INK = "#14213d";
    const MOST_RATIO = 2; // sharper is larger, and no clearer on paper

    const field = document.getElementById("drawing");
    const canvas = field.querySelector("canvas");
    const input = field.querySelector("input");
    const clear = document.getElementById("drawing_clear");
    if (!window.SignaturePad) {
        return;
    }
    field.hidden = false;
    const pad = new window.SignaturePad(canvas, { penColor: INK });

    function note(value) {
        input.value = value;
        clear.disabled = !value;
    }

    /* A canvas is as many points as the screen has, and empty after each change of its size. */
    function fit() {
        const ratio = Math.min(window.devicePixelRatio || 1, MOST_RATIO);
        const width = Math.round(canvas.offsetWidth * ratio);
        if (width && width !== canvas.width) {
            canvas.width = width;
            canvas.height = Math.round(canvas.offsetHeight * ratio);
            canvas.getContext("2d").scale(ratio, ratio);
            pad.clear();
            if (input.value) {
                const size = { width: canvas.offsetWidth, height: canvas.offsetHeight };
                // What is no picture is drawn anew.
                pad.fromDataURL(input.value, size).catch(() => note(""));
            }
        }
    }

    pad.addEventListener("endStroke", () => note(pad.toDataURL("image/png")));
    clear.addEventListener("click", () => {
        pad.clear();
        note("");
    });
    window.addEventListener("resize", fit);
    note(input.value);
    fit();
})();
