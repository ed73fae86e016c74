using System.Globalization;
using System.Text.Json;
using TenantTokens.Simulator.Machines;

namespace TenantTokens.Simulator.Arm;

/// <summary>A managed run command as a resource. Guarded by the book's lock; the protected values are dropped after it has run.</summary>
internal sealed class RunCommand(
    string name,
    IMachine machine,
    RunCommandRequest request,
    string operation,
    DateTimeOffset putAt,
    bool isUpdate) : IDisposable
{
    private readonly CancellationTokenSource _terminate = new();

    public string Name => name;

    public IMachine Machine => machine;

    public RunCommandRequest Request { get; private set; } = request;

    /// <summary>The id of the asynchronous operation that created it.</summary>
    public string Operation => operation;

    public string ProvisioningState { get; private set; } = isUpdate ? "Updating" : "Creating";

    /// <summary>Sets the provisioning state, unless the command is being deleted.</summary>
    public void Provision(string state) => ProvisioningState = IsBeingDeleted ? ProvisioningState : state;

    public string ExecutionState { get; set; } = "Unknown";

    public string Message { get; set; } = "";

    /// <summary>0 also while the script runs: exit code 0 alone means nothing (docs/facts/azure.md §1.4).</summary>
    public int ExitCode { get; set; }

    public string Output { get; set; } = "";

    public string Error { get; set; } = "";

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Whether a DELETE was accepted and the command still exists.</summary>
    public bool IsBeingDeleted { get; private set; }

    /// <summary>Whether it has protected parameters, which are on the host until it is deleted.</summary>
    public bool HoldsSecrets { get; } = request.Protected.Count > 0;

    /// <summary>
    /// The platform's state for the end of the script when it differs from the one that the exit code gives; null otherwise.
    /// </summary>
    public string? EndsAs { get; init; }

    public bool IsRunning => ExecutionState is "Running";

    public CancellationToken Terminate => _terminate.Token;

    public void ForgetSecrets() => Request = Request with { Protected = [] };

    /// <summary>Drops the script of a deleted command that can no longer run. Its operation can still be read.</summary>
    public void ForgetScript()
    {
        if (IsDeleted && EndedAt is not null)
        {
            Request = Request with { Script = "", Protected = [] };
        }
    }

    public void BeginDeletion() => (IsBeingDeleted, ProvisioningState) = (true, "Deleting");

    /// <summary>"If the script execution is still in progress, execution will be terminated."</summary>
    public void Stop() => _terminate.Cancel();

    /// <summary>Marks it as deleted and ends its script if it is still running.</summary>
    public void Delete(DateTimeOffset at)
    {
        DeletedAt = at;
        ForgetScript();
        _terminate.Cancel();
    }

    public CommandSnapshot Snapshot() => new(
        machine.Identity.Name,
        $"{machine.Identity.SubscriptionId}/{machine.Identity.Location}",
        Parameter("COMPONENT"),
        Parameter("ACTION"),
        putAt,
        EndedAt,
        EndedAt is null ? null : ExitCode,
        DeletedAt);

    /// <summary>Writes it as ARM shows it.</summary>
    public void WriteTo(Utf8JsonWriter json, bool withInstanceView, bool withScript)
    {
        json.WriteStartObject();
        json.WriteString("id", $"{machine.Identity.ResourceId}/runCommands/{name}");
        json.WriteString("name", name);
        json.WriteString(
            "type",
            machine.Identity.IsArc ? "Microsoft.HybridCompute/machines/runcommands" : "Microsoft.Compute/virtualMachines/runCommands");
        json.WriteString("location", Request.Location);
        json.WritePropertyName("tags");
        if (Request.Tags is { } tags)
        {
            tags.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartObject("properties");
        WriteProperties(json, withScript ? Request.Script : "");
        if (withInstanceView)
        {
            WriteInstanceView(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void Dispose() => _terminate.Dispose();

    private string? Parameter(string name)
        => Request.Parameters.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private void WriteProperties(Utf8JsonWriter json, string script)
    {
        json.WriteStartObject("source");
        json.WriteString("script", ScriptTexts.Escape(script));
        json.WriteEndObject();
        json.WriteStartArray("parameters");
        foreach ((string key, string value) in Request.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", key);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("asyncExecution", Request.IsAsync);
        json.WriteNumber("timeoutInSeconds", (int)Request.Timeout.TotalSeconds);
        json.WriteString("provisioningState", ProvisioningState);
        if (machine.Identity.IsArc)
        {
            json.WriteStartArray("protectedParameters");
            json.WriteEndArray();
        }
        else
        {
            json.WriteBoolean("treatFailureAsDeploymentFailure", Request.FailsDeployment);
        }
    }

    private void WriteInstanceView(Utf8JsonWriter json)
    {
        json.WriteStartObject("instanceView");
        json.WriteString("executionState", ExecutionState);
        json.WriteString("executionMessage", Message);
        json.WriteNumber("exitCode", ExitCode);
        json.WriteString("output", Output);
        json.WriteString("error", Error);
        json.WriteStartArray("statuses");
        json.WriteEndArray();
        Write("startTime", StartedAt);
        Write("endTime", EndedAt);
        json.WriteEndObject();

        void Write(string key, DateTimeOffset? time)
        {
            if (time is { } at)
            {
                json.WriteString(key, at.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture));
            }
        }
    }
}
