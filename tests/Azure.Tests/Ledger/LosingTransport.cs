using Azure.Core;
using Azure.Core.Pipeline;

namespace TenantTokens.AzureTests.Ledger;

/// <summary>Sends every request, and on demand throws the answer of the next commit away.</summary>
internal sealed class LosingTransport : HttpPipelineTransport
{
    private int _toLose;

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>The next commit's answer does not arrive.</summary>
    public void LoseNext() => _toLose = 1;

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The ledger is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await HttpClientTransport.Shared.ProcessAsync(message);
        if (message.Request.Method == RequestMethod.Post && Interlocked.Exchange(ref _toLose, 0) == 1)
        {
            Lost++;
            throw new IOException("The connection was closed.");
        }
    }
}
