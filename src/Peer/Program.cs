using MGen.Cli;
using MGen.Peer;

return await ProgramHost.RunAsync(args, PeerProgram.RunAsync);
