package process

import "os"

// folderVariable says in the environment of a lab's programs, and of all that they
// start, which lab they belong to.
const folderVariable = "METRICS_LAB_FOLDER"

// environment is what a lab's programs are started with. It is made for them: what
// the user has set for other tools, such as ETCD_NAME or KWOK_RUNTIME, changed or
// broke the control plane. The home folder is the lab's, so that they write nowhere
// else.
func environment(folder string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"TMPDIR=" + os.TempDir(),
		"HOME=" + folder,
		folderVariable + "=" + folder,
	}
}
