namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>Simulates systemctl for the machine's services and the units that systemd-run made.</summary>
internal sealed class Systemctl(UnitBoard board, TransientUnits transients, CancellationToken worldEnd) : ITool
{
    private readonly SystemctlReport _report = new(board, transients);

    public string Name => "systemctl";

    public async Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        (SystemctlArguments? parsed, string? unknown) = SystemctlArguments.Parse(arguments);
        if (parsed is not { } call)
        {
            return ToolAnswer.Fail(1, $"systemctl: unrecognized option '{unknown}' (not simulated)");
        }

        return call.Verb switch
        {
            "start" or "stop" or "restart" or "try-restart" or "reload-or-restart" or "kill" when call.Units is []
                => ToolAnswer.Fail(1, "Too few arguments."),
            "start" => await EachAsync(call, StartAsync, cancellationToken),
            "stop" or "kill" => await EachAsync(call, StopAsync, cancellationToken),
            "restart" or "reload-or-restart" => await EachAsync(call, RestartAsync, cancellationToken),
            "try-restart"
                => await EachAsync(
                    call,
                    (unit, token) => board.Find(unit) is { IsActive: true } ? RestartAsync(unit, token) : None,
                    cancellationToken),
            "is-active" => _report.IsActive(call),
            "is-failed" => _report.IsFailed(call),
            "is-enabled" => _report.IsEnabled(call),
            "is-system-running" => ToolAnswer.Ok("running"),
            "show" => _report.Show(call),
            "cat" => _report.Cat(call),
            "status" => _report.Status(call),
            "list-unit-files" => _report.ListUnitFiles(call),
            "list-units" or "list-timers" => _report.ListUnits(call),
            "daemon-reload" or "reset-failed" => ResetFailed(call),
            _ => ToolAnswer.Fail(1, $"Unknown command verb {call.Verb} (not simulated)."),
        };
    }

    private static Task<ToolAnswer?> None => Task.FromResult<ToolAnswer?>(null);

    private async Task<ToolAnswer> EachAsync(
        SystemctlArguments call,
        Func<string, CancellationToken, Task<ToolAnswer?>> work,
        CancellationToken cancellationToken)
    {
        // systemd queues all jobs of a call at once and continues them when the caller dies.
        Task<ToolAnswer?[]> all = Task.WhenAll(call.Units.Select(u => work(u, worldEnd)));
        if (call.NoBlock)
        {
            return ToolAnswer.Ok();
        }

        List<ToolAnswer> failed = [.. (await all.WaitAsync(cancellationToken)).OfType<ToolAnswer>()];
        return failed is [] ? ToolAnswer.Ok() : new ToolAnswer(failed[0].Code, [], [.. failed.SelectMany(static f => f.Error)]);
    }

    private async Task<ToolAnswer?> StartAsync(string name, CancellationToken cancellationToken)
        => board.Find(name) is not { } unit ? ToolAnswer.Fail(5, $"Failed to start {Full(name)}: Unit {Full(name)} not found.")
            : unit.IsMasked ? ToolAnswer.Fail(1, $"Failed to start {Full(name)}: Unit {Full(name)} is masked.")
            : await board.StartAsync(unit, cancellationToken) ? null
            : ToolAnswer.Fail(
                1,
                $"Job for {unit.Name}.service failed because the control process exited with error code.",
                $"See \"systemctl status {unit.Name}.service\" and \"journalctl -xeu {unit.Name}.service\" for details.");

    private async Task<ToolAnswer?> StopAsync(string name, CancellationToken cancellationToken)
    {
        if (board.Find(name) is { } unit)
        {
            await board.StopAsync(unit, cancellationToken);
            return null;
        }

        return await transients.StopAsync(name) ? null : ToolAnswer.Fail(5, $"Failed to stop {Full(name)}: Unit {Full(name)} not loaded.");
    }

    private async Task<ToolAnswer?> RestartAsync(string name, CancellationToken cancellationToken)
    {
        if (board.Find(name) is { } unit)
        {
            await board.StopAsync(unit, cancellationToken);
        }

        return await StartAsync(name, cancellationToken);
    }

    private ToolAnswer ResetFailed(SystemctlArguments call)
    {
        foreach (Unit unit in board.All.Where(u => u.State == Unit.Failed && (call.Units is [] || call.Units.Any(n => board.Find(n) == u))))
        {
            unit.State = Unit.Inactive;
        }

        return ToolAnswer.Ok();
    }

    private static string Full(string name) => name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";
}
