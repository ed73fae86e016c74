using System.Diagnostics;
using System.Text;
using CliWrap;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>A run of the program that can be killed.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly CancellationTokenSource _kill = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly CommandTask<CommandResult> _task;

    public RunningProgram(Command command)
        => _task = command
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(_output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(_errors))
            .ExecuteAsync(_kill.Token);

    /// <summary>Completes when it has ended by itself.</summary>
    public Task Ended => _task.Task;

    /// <summary>Everything it has said so far.</summary>
    public string Said => $"{_output}\n{_errors}";

    /// <summary>Waits until it has said something.</summary>
    public Task UntilSaysAsync(string text)
        => World.UntilAsync(() => Task.FromResult(Said.Contains(text, StringComparison.Ordinal)), () => $"it says '{text}': {Said}");

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<ProgramResult> EndAsync()
    {
        CommandResult result = await _task.Task.WaitAsync(TestContext.Current.CancellationToken);
        return new(result.ExitCode, _output.ToString(), _errors.ToString());
    }

    /// <summary>
    /// Asks it to stop, and waits for its own end. SIGTERM takes the same way as Ctrl-C, and works where SIGINT is ignored because a shell
    /// started the tests in the background.
    /// </summary>
    public async Task<string> InterruptAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_task.ProcessId}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await ((Task)_task.Task)
            .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Said;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await _kill.CancelAsync();
        await ((Task)_task.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _kill.Dispose();
    }
}
