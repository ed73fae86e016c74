using System.Collections;
using System.Management.Automation;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>Implements every cmdlet and program that the hosted engine lacks, by passing the call to the machine.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "StandIn")]
public sealed class StandInCommand : PSCmdlet
{
    /// <summary>The name of the variable that holds the run.</summary>
    internal const string Variable = "StandInRun";

    /// <summary>The name of the cmdlet or program.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Name { get; set; } = "";

    /// <summary>A program's arguments, or a cmdlet's parameters by name.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyCollection]
    public object? Arguments { get; set; }

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        HostedRun run = (HostedRun)PSObject.AsPSObject(SessionState.PSVariable.GetValue(Variable)).BaseObject;
        try
        {
            if (Arguments is IDictionary given)
            {
                WriteObject(run.System.Ask(Name, Parameters(given), run.Killed), enumerateCollection: true);
                return;
            }

            (int code, IReadOnlyList<string> output) = run.System.Run(
                Name,
                [.. ((IEnumerable?)Arguments ?? Array.Empty<object>()).Cast<object>().Select(static a => $"{a}")]);
            SessionState.PSVariable.Set("global:LASTEXITCODE", code);
            WriteObject(output, enumerateCollection: true);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            if (run.Killed.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            ThrowTerminatingError(new ErrorRecord(e, "StandIn", ErrorCategory.NotSpecified, null));
        }
    }

    private static Dictionary<string, object> Parameters(IDictionary given)
        => given.Keys.Cast<string>()
            .Where(static k => k is not "ErrorAction")
            .ToDictionary(static k => k, k => given[k] is PSObject value ? value.BaseObject : given[k]!, StringComparer.OrdinalIgnoreCase);
}
