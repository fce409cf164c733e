package scenario

func badWorkloads() []bad {
	return []bad{
		{
			"unknown workload", one(served, "workloads: [{target: Deployment/wep}]"),
			"6: no HPA scales Deployment/wep: write Deployment/web", false,
		},
		{
			"workload twice", one(served, "workloads: [{target: Deployment/web}, {target: Deployment/web}]"),
			"6: the workload Deployment/web is there twice: write one element for it", false,
		},
		{
			"workload without a target", one(served, "workloads: [{replicas: 2}]"),
			"6: a workload has no target: write target: Deployment/web", true,
		},
		{
			"negative replicas", one(served, "workloads: [{target: Deployment/web, replicas: -2}]"),
			`6: replicas "-2" is not a whole number from 0 to 100000: write one`, true,
		},
		{
			"labels beside a manifest", one(served, "workloads: [{target: Deployment/web, labels: {app: a}}]"),
			"6: Deployment/web has labels in its manifest: remove them here", false,
		},
		{
			"startup backwards", one(served, "workloads: [{target: Deployment/web, startup: {min: 20s, max: 10s}}]"),
			"6: max 10s is less than min 20s: write the larger one last", false,
		},
		{
			"startup fails too often", one(served, `workloads: [{target: Deployment/web, startup: {fail: "1.5"}}]`),
			"6: fail 1.5 is not a part: write a number from 0 to 1", false,
		},
		{
			"no capacity", one(served, `workloads: [{target: Deployment/web, serves: {load: {value: "1"}}}]`),
			`6: serves has no capacity: write capacity: "50"`, true,
		},
		{
			"capacity 0", one(served, `workloads: [{target: Deployment/web, serves: {load: {value: "1"}, capacity: "0"}}]`),
			"6: capacity 0 is too small: write at least 0.001", false,
		},
		{
			"negative load", one(served, `workloads: [{target: Deployment/web, serves: {load: {value: "-1"}, capacity: "1"}}]`),
			"6: the value -1 of load is less than 0: write at least that", false,
		},
		{
			"huge load", one(served, `workloads: [{target: Deployment/web, serves: {load: {value: "1e12"}, capacity: "1"}}]`),
			"6: the value 1e12 of load is more than 1000000000: write at most that", false,
		},
	}
}
