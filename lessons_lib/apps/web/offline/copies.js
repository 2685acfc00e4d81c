/**
 * How the names of the copies begin that a browser keeps of the pages in a folder. Other courses may
 * be at the same address, in other folders.
 *
 * @param {string} folder its address
 */
export const copiesOf = (folder) => `${folder} edition `;
