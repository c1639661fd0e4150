@_exported import LSTMData
@_exported import LSTMFormats
@_exported import LSTMLayers
@_exported import LSTMModels
@_exported import LSTMPlot
@_exported import LSTMTasks
@_exported import LSTMTensor
@_exported import LSTMTraining
