using System.Diagnostics;
using System.Globalization;
using System.Text;
using TenantTokens.Simulator.Machines.Files;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>
/// Runs scripts and commands of one machine in processes of their own, with a clean environment, as
/// https://github.com/Azure/run-command-handler-linux does: output goes to files, and killing a script kills only its shell.
/// </summary>
internal sealed class ScriptRunner(string root, string work, WorldClock clock)
{
    private const int Tail = 4096;
    private const int KilledByUs = 128 + 9;
    private const string Interpreter = "/bin/bash";
    private readonly Lock _sync = new();
    private readonly List<Process> _shells = [];
    private int _count;

    public async Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate)
    {
        string directory = Path.Combine(work, $"{Path.GetFileName(root)}-{Interlocked.Increment(ref _count)}");
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, "script.sh");
        string output = Path.Combine(directory, "stdout");
        string error = Path.Combine(directory, "stderr");
        try
        {
            OwnWrites.Create(file, script.Text, FileModes.Script);
            using Process shell = Start(
                [Interpreter, "-c", "exec /bin/bash \"$0\" >\"$1\" 2>\"$2\" </dev/null", file, output, error],
                script.Variables);
            bool killed = await TrackAsync(shell, script.Timeout, terminate);
            return new ScriptOutcome(killed ? -1 : shell.ExitCode, ReadTail(output), ReadTail(error));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs a command with the machine's PATH until it ends. Its output is discarded.</summary>
    public async Task RunCommandAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken terminate)
    {
        using Process process = Start([Interpreter, "-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "unit", .. command], variables);
        await EndsByItselfAsync(process, Timeout.InfiniteTimeSpan, terminate);
    }

    /// <summary>Sends SIGKILL to every running shell; their children live on.</summary>
    public void KillShells()
    {
        lock (_sync)
        {
            _shells.ForEach(static s => s.Kill());
        }
    }

    private Process Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1)) { UseShellExecute = false, WorkingDirectory = root };
        start.Environment.Clear();
        foreach ((string name, string value) in variables.Where(static v => v.Value is not ""))
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = $"{root}/usr/bin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ROOT"] = root;
        start.Environment["LANG"] = "C.UTF-8";

        // The script's own waits are also the documented ones: an ActiveGate's services must stay up for 3 s before they count as started.
        start.Environment["SETTLE_S"] = Math.Floor(clock.Scaled(TimeSpan.FromSeconds(3)).TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);
        return Process.Start(start) ?? throw new InvalidOperationException($"{Interpreter} did not start.");
    }

    /// <summary>Waits for a shell. Returns true when it was killed.</summary>
    private async Task<bool> TrackAsync(Process shell, TimeSpan timeout, CancellationToken terminate)
    {
        lock (_sync)
        {
            _shells.Add(shell);
        }

        try
        {
            return !await EndsByItselfAsync(shell, timeout, terminate) || shell.ExitCode is KilledByUs;
        }
        finally
        {
            lock (_sync)
            {
                _shells.Remove(shell);
            }
        }
    }

    private async Task<bool> EndsByItselfAsync(Process process, TimeSpan timeout, CancellationToken terminate)
    {
        using CancellationTokenSource deadline = new(timeout, clock.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, terminate);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    private static string ReadTail(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-Math.Min(Tail, stream.Length), SeekOrigin.End);
        byte[] bytes = new byte[Tail];
        int read = stream.ReadAtLeast(bytes, Tail, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, read);
    }
}
