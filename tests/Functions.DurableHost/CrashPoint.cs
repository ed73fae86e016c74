using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>
/// Kills the process in the one moment that a test cannot hit from outside: an orchestrator's turn has put the message of its next activity
/// into the queue, and the history that names this activity is not written yet.
/// </summary>
internal sealed class CrashPoint(string activity) : HttpPipelinePolicy
{
    /// <summary>Options for the tables of the hub.</summary>
    /// <param name="activity">The activity; null for no crash.</param>
    public static TableClientOptions? Options(string? activity)
    {
        if (activity is null)
        {
            return null;
        }

        TableClientOptions options = new();
        options.AddPolicy(new CrashPoint(activity), HttpPipelinePosition.PerCall);
        return options;
    }

    /// <inheritdoc />
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => throw new NotSupportedException("The backend writes its history asynchronously.");

    /// <inheritdoc />
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method == RequestMethod.Post
            && message.Request.Content is { } content
            && await IsHistoryOfItAsync(content, message.CancellationToken))
        {
            System.Diagnostics.Process.GetCurrentProcess().Kill();
            // until the signal is there: this request must not leave
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, message.CancellationToken);
        }

        await ProcessNextAsync(message, pipeline);
    }

    private async Task<bool> IsHistoryOfItAsync(RequestContent content, CancellationToken cancellationToken)
    {
        using MemoryStream written = new();
        await content.WriteToAsync(written, cancellationToken);
        string text = Encoding.UTF8.GetString(written.ToArray());
        return text.Contains("TaskScheduled", StringComparison.Ordinal) && text.Contains($"\"{activity}\"", StringComparison.Ordinal);
    }
}
