using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>Makes a plan alone: reads and probes, changes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("plan", """
            Read the fleet, probe every reachable machine with the read-only script, and show the plan. Changes nothing.

            Example:
              tenant-token plan --config rotation.json --json
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenHost(parsed);
            string environment = common.EnvironmentOf(parsed, host);
            if (!await host.TryDriveAsync(cancellationToken))
            {
                throw new UserErrorException($"Another process drives {host.DataPath}: plan with another --data, or wait for it.");
            }

            RotationRecord draft = await host.Get<RotationLedger>().DraftAsync(new RotationRequest(environment, Environment.UserName), cancellationToken);
            string instance = $"{PlanOrchestrator.InstanceIdOf(environment)}-{draft.RotationId}";
            await host.Engine.ScheduleNewOrchestrationInstanceAsync(PlanOrchestrator.Name, new RotationInput(draft.RotationId, RotationWaits.Of(host.Options.Policy, emergency: false)), instance, cancellationToken);
            Durable.OrchestrationMetadata ended = await host.Engine.WaitForInstanceCompletionAsync(instance, cancellationToken);
            if (ended.RuntimeStatus is not Durable.OrchestrationRuntimeStatus.Completed)
            {
                throw new UserErrorException($"The plan could not be made: {ended.FailureMessage}", ExitCodes.Unexpected);
            }

            RotationSnapshot snapshot = await host.Get<RotationReader>().ReadAsync(draft.RotationId, cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            if (terminal.IsJson)
            {
                terminal.Output.WriteLine(PlanDocument.Of(snapshot).ToJson());
            }
            else
            {
                PlanText.Write(terminal.Output, snapshot);
            }

            return snapshot.Plan is { Problems.Count: 0 } ? ExitCodes.Completed : ExitCodes.PlanBlocked;
        });
        return command;
    }
}
