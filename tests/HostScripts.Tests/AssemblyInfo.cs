using System.Runtime.Versioning;
using Xunit.Sdk;
using Xunit.v3;

// rotate.sh is tested where it runs; the tests need bash, coreutils and Unix file modes.
[assembly: SupportedOSPlatform("linux")]

// Every case has a machine of its own. The runs mostly wait, for child processes and for deadlines, so several for each core.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 8)]
