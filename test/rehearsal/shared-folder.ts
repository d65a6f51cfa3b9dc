/** The environment variable that names the folder which the test files of one run of Jest share. */
export const sharedFolderVariable = "REHEARSAL_ASSEMBLIES";
