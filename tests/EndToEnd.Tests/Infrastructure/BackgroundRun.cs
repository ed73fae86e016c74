using System.CommandLine;
using TenantTokens.Local.Commands;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>
/// A run of the program beside the test, in this process: the same entry, without a runtime of its own, which would cost seconds of
/// processor time each. It can be stopped as Ctrl-C stops it; what is to be killed is a <see cref="RunningProgram"/>.
/// </summary>
internal sealed class BackgroundRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly TextWriter[] _writers;
    private readonly Task<int> _run;

    public BackgroundRun(string[] arguments)
    {
        _writers = [TextWriter.Synchronized(_output), TextWriter.Synchronized(_errors)];
        InvocationConfiguration invocation = new() { Output = _writers[0], Error = _writers[1], ProcessTerminationTimeout = null };
        _run = Task.Run(() => CommandLine.RunAsync(arguments, invocation, _stop.Token));
    }

    /// <summary>Completes when it has ended, by itself or stopped.</summary>
    public Task Ended => _run;

    /// <summary>Everything it has said so far.</summary>
    public string Said => $"{Read(0, _output)}\n{Read(1, _errors)}";

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<ProgramResult> EndAsync()
    {
        int exitCode = await _run.WaitAsync(TestContext.Current.CancellationToken);
        return new(exitCode, Read(0, _output), Read(1, _errors));
    }

    /// <summary>Stops it, and waits for its end.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    // A synchronized writer locks itself; what it wrote is read under the same lock.
    private string Read(int which, StringWriter written)
    {
        lock (_writers[which])
        {
            return written.ToString();
        }
    }
}
